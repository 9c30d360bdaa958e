import { Preview } from '../parts'
import { posts } from '../lib'

export default function Index() {
  const [hero, ...more] = posts()
  return (
    <main>
      <section className="flex-col flex"><h1 className="text-5xl font-bold">SITE_TITLE.</h1><h4 className="text-center">News from the coast</h4></section>
      <section><Preview post={hero} /></section>
      <section>
        <h2 className="mb-8 text-5xl font-bold">More Stories</h2>
        <div className="grid grid-cols-1">{more.map((post) => <Preview key={post.slug} post={post} />)}</div>
      </section>
    </main>
  )
}
