import fs from 'fs'
import path from 'path'
import matter from 'gray-matter'
import { remark } from 'remark'
import html from 'remark-html'

const folder = (kind) => path.join(process.cwd(), kind)

export function slugs(kind) {
  return fs.readdirSync(folder(kind)).map((name) => name.replace(/\.md$/, ''))
}

export function document(kind, slug) {
  const { data, content } = matter(fs.readFileSync(path.join(folder(kind), `${slug}.md`), 'utf8'))
  return { slug, content, ...data }
}

export function posts() {
  return slugs('_posts').map((slug) => document('_posts', slug)).sort((a, b) => (a.date < b.date ? 1 : -1))
}

export async function rendered(markdown) {
  return (await remark().use(html).process(markdown)).toString()
}
