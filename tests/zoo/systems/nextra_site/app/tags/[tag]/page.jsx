import { PostCard } from 'nextra-theme-blog'
import { getPosts, getTags } from '../../posts/get-posts'

export async function generateMetadata({ params }) {
  return { title: `Posts Tagged with “${decodeURIComponent((await params).tag)}”` }
}

export async function generateStaticParams() {
  return [...new Set(await getTags())].map((tag) => ({ tag }))
}

export default async function TagPage({ params }) {
  const { title } = await generateMetadata({ params })
  const tag = decodeURIComponent((await params).tag)
  const posts = (await getPosts()).filter((post) => post.frontMatter.tags.includes(tag))
  return (
    <>
      <h1>{title}</h1>
      {posts.map((post) => <PostCard key={post.route} post={post} />)}
    </>
  )
}
