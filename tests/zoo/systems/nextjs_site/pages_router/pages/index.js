import Head from 'next/head'
import Link from 'next/link'
import Date from '../date'
import Layout from '../layout'
import { document, posts, slugs } from '../lib'

export async function getStaticProps() {
  const pages = slugs('_pages').map((slug) => ({ slug, title: document('_pages', slug).title }))
  return { props: { allPostsData: posts().map(({ slug, date, title }) => ({ id: slug, date, title })), pages } }
}

export default function Home({ allPostsData, pages }) {
  return (
    <Layout home>
      <Head><title>SITE_TITLE</title></Head>
      <section className="utils_headingMd">
        <p>News from the coast. {pages.map(({ slug, title }) => <Link key={slug} href={`/${slug}`}>{title} </Link>)}</p>
      </section>
      <section className="utils_headingMd utils_padding1px">
        <h2 className="utils_headingLg">Blog</h2>
        <ul className="utils_list">
          {allPostsData.map(({ id, date, title }) => (
            <li className="utils_listItem" key={id}>
              <Link href={`/posts/${id}`}>{title}</Link>
              <br />
              <small className="utils_lightText"><Date dateString={date} /></small>
            </li>
          ))}
        </ul>
      </section>
    </Layout>
  )
}
