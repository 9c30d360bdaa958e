import { Avatar, Cover, Day, Header } from '../../../parts'
import { document, rendered, slugs } from '../../../lib'

export function generateStaticParams() {
  return slugs('_posts').map((slug) => ({ slug }))
}

export async function generateMetadata({ params }) {
  const post = document('_posts', (await params).slug)
  const title = `${post.title} | SITE_TITLE`
  return { title, openGraph: { title, images: [post.coverImage] } }
}

export default async function Post({ params }) {
  const post = document('_posts', (await params).slug)
  return (
    <main>
      <div className="container mx-auto px-5">
        <Header />
        <article className="mb-32">
          <h1 className="text-5xl font-bold text-center">{post.title}</h1>
          <div className="hidden md:block md:mb-12"><Avatar name={post.author.name} /></div>
          <div className="mb-8"><Cover title={post.title} src={post.coverImage} /></div>
          <div className="max-w-2xl mx-auto">
            <div className="block md:hidden mb-6"><Avatar name={post.author.name} /></div>
            <div className="mb-6 text-lg"><Day dateString={post.date} /></div>
          </div>
          <div className="max-w-2xl mx-auto">
            <div className="markdown" dangerouslySetInnerHTML={{ __html: await rendered(post.content) }} />
          </div>
        </article>
      </div>
    </main>
  )
}
