import * as React from 'react'
import { Link } from 'gatsby'

export function Layout({ root, children }) {
  return (
    <div className="global-wrapper" data-is-root-path={root}>
      <header className="global-header">
        {root ? <h1 className="main-heading"><Link to="/">SITE_TITLE</Link></h1> : <Link className="header-link-home" to="/">SITE_TITLE</Link>}
      </header>
      <main>{children}</main>
      <footer>
        © {new Date().getFullYear()}, Built with <a href="https://www.gatsbyjs.com">Gatsby</a>{' '}
        <Link to="/about/">About us</Link> <Link to="/privacy/">Privacy policy</Link> <Link to="/contact/">Contact</Link>
      </footer>
    </div>
  )
}

export function Seo({ title, description }) {
  return (
    <>
      <html lang="SITE_LANGUAGE" />
      <title>{`${title} | SITE_TITLE`}</title>
      <meta name="description" content={description} />
      <meta property="og:title" content={title} />
      <meta property="og:description" content={description} />
      <meta property="og:type" content="website" />
      <meta name="twitter:card" content="summary" />
      <meta name="twitter:title" content={title} />
    </>
  )
}

export function Bio({ author }) {
  return (
    <div className="bio">
      <img className="bio-avatar" src="/face.png" width={50} height={50} alt="Profile picture" />
      <p>Written by <strong>{author}</strong> who lives and works by the sea building useful things. <a href="https://social.example/paper">You should follow them</a></p>
    </div>
  )
}
