import Head from 'next/head'
import Link from 'next/link'

export default function Layout({ children, home }) {
  return (
    <div className="layout_container">
      <Head>
        <meta name="description" content="News from the coast" />
        <meta name="og:title" content="SITE_TITLE" />
        <meta name="twitter:card" content="summary_large_image" />
      </Head>
      <header className="layout_header">
        {home ? <h1 className="utils_heading2Xl">SITE_TITLE</h1> : <h2 className="utils_headingLg"><Link href="/">SITE_TITLE</Link></h2>}
      </header>
      <main>{children}</main>
      {!home && <div className="layout_backToHome"><Link href="/">← Back to home</Link></div>}
    </div>
  )
}
