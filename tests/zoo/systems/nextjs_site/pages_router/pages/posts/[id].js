import Head from 'next/head'
import Date from '../../date'
import Layout from '../../layout'
import { document, rendered, slugs } from '../../lib'

export async function getStaticPaths() {
  return { paths: slugs('_posts').map((id) => ({ params: { id } })), fallback: false }
}

export async function getStaticProps({ params }) {
  const { title, date, content } = document('_posts', params.id)
  return { props: { postData: { id: params.id, title, date, contentHtml: await rendered(content) } } }
}

export default function Post({ postData }) {
  return (
    <Layout>
      <Head><title>{postData.title}</title></Head>
      <article>
        <h1 className="utils_headingXl">{postData.title}</h1>
        <div className="utils_lightText"><Date dateString={postData.date} /></div>
        <div dangerouslySetInnerHTML={{ __html: postData.contentHtml }} />
      </article>
    </Layout>
  )
}
