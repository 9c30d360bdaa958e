import Link from 'next/link'
import { format, parseISO } from 'date-fns'

export function Day({ dateString }) {
  return <time dateTime={dateString}>{format(parseISO(dateString), 'LLLL d, yyyy')}</time>
}

export function Avatar({ name }) {
  return (
    <div className="flex items-center">
      <img src="/face.png" className="w-12 h-12 rounded-full mr-4" alt={name} />
      <div className="text-xl font-bold">{name}</div>
    </div>
  )
}

export function Cover({ title, src, slug }) {
  const image = <img src={src} alt={`Cover Image for ${title}`} className="shadow-sm w-full" width={1300} height={630} />
  return <div className="sm:mx-0">{slug ? <Link href={`/posts/${slug}`} aria-label={title}>{image}</Link> : image}</div>
}

export function Header() {
  return <h2 className="text-2xl font-bold mb-20 mt-8 flex items-center"><Link href="/" className="hover:underline">SITE_TITLE</Link>.</h2>
}

export function Preview({ post }) {
  return (
    <div>
      <div className="mb-5"><Cover slug={post.slug} title={post.title} src={post.coverImage} /></div>
      <h3 className="text-3xl mb-3 leading-snug"><Link href={`/posts/${post.slug}`} className="hover:underline">{post.title}</Link></h3>
      <div className="text-lg mb-4"><Day dateString={post.date} /></div>
      <p className="text-lg leading-relaxed mb-4">{post.excerpt}</p>
      <Avatar name={post.author.name} />
    </div>
  )
}
