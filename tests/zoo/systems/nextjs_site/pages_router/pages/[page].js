import Head from 'next/head'
import Layout from '../layout'
import { document, rendered, slugs } from '../lib'

export async function getStaticPaths() {
  return { paths: slugs('_pages').map((page) => ({ params: { page } })), fallback: false }
}

export async function getStaticProps({ params }) {
  const { title, content } = document('_pages', params.page)
  return { props: { title, contentHtml: await rendered(content) } }
}

export default function Page({ title, contentHtml }) {
  return (
    <Layout>
      <Head><title>{title}</title></Head>
      <h1>{title}</h1>
      <div dangerouslySetInnerHTML={{ __html: contentHtml }} />
    </Layout>
  )
}
