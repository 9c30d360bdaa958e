export const metadata = { metadataBase: new URL('SITE_URL'), title: 'SITE_TITLE', description: 'News from the coast' }

export default function RootLayout({ children }) {
  return (
    <html lang="SITE_LANGUAGE">
      <body>
        <div className="min-h-screen">{children}</div>
        <footer className="bg-neutral-50 border-t">
          <div className="container mx-auto px-5">
            <h3 className="text-4xl font-bold">Statically generated with Next.js.</h3>
            <a href="/about/">About us</a> <a href="/privacy/">Privacy policy</a> <a href="/contact/">Contact</a>
          </div>
        </footer>
      </body>
    </html>
  )
}
