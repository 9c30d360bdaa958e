import { getPosts } from '../posts/get-posts'

export const dynamic = 'force-static'
const escaped = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')

export async function GET() {
  const items = (await getPosts()).map((post) => `
    <item>
      <title>${escaped(post.title)}</title>
      <description>${escaped(post.frontMatter.description)}</description>
      <link>${'SITE_URL'.replace(/\/$/, '')}${post.route}</link>
      <pubDate>${new Date(post.frontMatter.date).toUTCString()}</pubDate>
    </item>`)
  const head = '<title>SITE_TITLE</title><link>SITE_URL</link><description>News</description><language>SITE_LANGUAGE</language>'
  const xml = `<?xml version="1.0" encoding="UTF-8" ?><rss version="2.0"><channel>${head}${items.join('')}</channel></rss>`
  return new Response(xml, { headers: { 'Content-Type': 'application/rss+xml' } })
}
