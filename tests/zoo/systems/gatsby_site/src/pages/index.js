import * as React from 'react'
import { Link, graphql } from 'gatsby'
import { Bio, Layout, Seo } from '../parts'

export default function BlogIndex({ data }) {
  return (
    <Layout root>
      <Bio author="the desk" />
      <ol style={{ listStyle: 'none' }}>
        {data.allMarkdownRemark.nodes.map((post) => (
          <li key={post.fields.slug}>
            <article className="post-list-item" itemScope itemType="http://schema.org/Article">
              <header>
                <h2><Link to={post.fields.slug} itemProp="url"><span itemProp="headline">{post.frontmatter.title}</span></Link></h2>
                <small>{post.frontmatter.date}</small>
              </header>
              <section><p dangerouslySetInnerHTML={{ __html: post.excerpt }} itemProp="description" /></section>
            </article>
          </li>
        ))}
      </ol>
    </Layout>
  )
}

export const Head = () => <Seo title="All posts" description="News from the coast" />

export const pageQuery = graphql`
  {
    allMarkdownRemark(filter: { fields: { slug: { regex: "/^.posts/" } } }, sort: { frontmatter: { date: DESC } }) {
      nodes { excerpt fields { slug } frontmatter { date(formatString: "MMMM DD, YYYY") title } }
    }
  }
`
