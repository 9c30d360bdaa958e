import * as React from 'react'
import { Link, graphql } from 'gatsby'
import { Bio, Layout, Seo } from '../parts'

export default function BlogPost({ data: { previous, next, markdownRemark: post } }) {
  return (
    <Layout>
      <article className="blog-post" itemScope itemType="http://schema.org/Article">
        <header>
          <h1 itemProp="headline">{post.frontmatter.title}</h1>
          <p>{post.frontmatter.date}</p>
        </header>
        <section dangerouslySetInnerHTML={{ __html: post.html }} itemProp="articleBody" />
        <hr />
        {post.frontmatter.author && <footer><Bio author={post.frontmatter.author} /></footer>}
      </article>
      <nav className="blog-post-nav">
        <ul>
          <li>{previous && <Link to={previous.fields.slug} rel="prev">← {previous.frontmatter.title}</Link>}</li>
          <li>{next && <Link to={next.fields.slug} rel="next">{next.frontmatter.title} →</Link>}</li>
        </ul>
      </nav>
    </Layout>
  )
}

export const Head = ({ data: { markdownRemark: post } }) => <Seo title={post.frontmatter.title} description={post.excerpt} />

export const pageQuery = graphql`
  query BlogPostBySlug($id: String!, $previousPostId: String, $nextPostId: String) {
    markdownRemark(id: { eq: $id }) {
      excerpt(pruneLength: 160)
      html
      frontmatter { title author date(formatString: "MMMM DD, YYYY") }
    }
    previous: markdownRemark(id: { eq: $previousPostId }) { fields { slug } frontmatter { title } }
    next: markdownRemark(id: { eq: $nextPostId }) { fields { slug } frontmatter { title } }
  }
`
