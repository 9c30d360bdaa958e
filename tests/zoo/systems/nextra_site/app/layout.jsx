import { Footer, Layout, Navbar } from 'nextra-theme-blog'
import { Head } from 'nextra/components'
import { getPageMap } from 'nextra/page-map'
import 'nextra-theme-blog/style.css'

export const metadata = { metadataBase: new URL('SITE_URL'), title: { default: 'SITE_TITLE', template: '%s - SITE_TITLE' } }

export default async function RootLayout({ children }) {
  return (
    <html lang="SITE_LANGUAGE" suppressHydrationWarning>
      <Head backgroundColor={{ dark: '#0f172a', light: '#fefce8' }} />
      <body>
        <Layout>
          <Navbar pageMap={await getPageMap()} />
          {children}
          <Footer>
            <abbr title="This site and all its content are licensed.">CC BY 4.0</abbr> {new Date().getFullYear()} © SITE_TITLE.
            <a href="/rss.xml" style={{ float: 'right' }}>RSS</a>
          </Footer>
        </Layout>
      </body>
    </html>
  )
}
