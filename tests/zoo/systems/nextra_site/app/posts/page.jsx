import Link from 'next/link'
import { PostCard } from 'nextra-theme-blog'
import { getPosts, getTags } from './get-posts'

export const metadata = { title: 'Posts' }

export default async function PostsPage() {
  const counts = {}
  for (const tag of await getTags()) counts[tag] = (counts[tag] ?? 0) + 1
  return (
    <div data-pagefind-ignore="all">
      <h1>{metadata.title}</h1>
      <div className="not-prose" style={{ display: 'flex', flexWrap: 'wrap', gap: '.5rem' }}>
        {Object.entries(counts).map(([tag, count]) => (
          <Link key={tag} href={`/tags/${tag}`} className="nextra-tag">{tag} ({count})</Link>
        ))}
      </div>
      {(await getPosts()).map((post) => <PostCard key={post.route} post={post} />)}
    </div>
  )
}
