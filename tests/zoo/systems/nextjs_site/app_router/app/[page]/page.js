import { Header } from '../../parts'
import { document, rendered, slugs } from '../../lib'

export function generateStaticParams() {
  return slugs('_pages').map((page) => ({ page }))
}

export async function generateMetadata({ params }) {
  return { title: document('_pages', (await params).page).title }
}

export default async function Page({ params }) {
  const { title, content } = document('_pages', (await params).page)
  return (
    <main>
      <div className="container mx-auto px-5">
        <Header />
        <h1>{title}</h1>
        <div dangerouslySetInnerHTML={{ __html: await rendered(content) }} />
      </div>
    </main>
  )
}
