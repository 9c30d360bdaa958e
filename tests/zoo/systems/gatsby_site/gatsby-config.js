const serialize = ({ query: { site, allMarkdownRemark } }) =>
  allMarkdownRemark.nodes.map((node) => {
    const url = site.siteMetadata.siteUrl + node.fields.slug
    const { title, date } = node.frontmatter
    return { title, description: node.excerpt, date, url, guid: url, custom_elements: [{ 'content:encoded': node.html }] }
  })
const query = `{
  allMarkdownRemark(filter: { fields: { slug: { regex: "/^.posts/" } } }, sort: { frontmatter: { date: DESC } }) {
    nodes { excerpt html fields { slug } frontmatter { title date } }
  }
}`

module.exports = {
  siteMetadata: { title: 'SITE_TITLE', description: 'News from the coast', siteUrl: 'SITE_URL'.replace(/\/$/, '') },
  trailingSlash: 'always',
  plugins: [
    { resolve: 'gatsby-source-filesystem', options: { path: `${__dirname}/content`, name: 'content' } },
    'gatsby-transformer-remark',
    {
      resolve: 'gatsby-plugin-feed',
      options: {
        query: '{ site { siteMetadata { title description siteUrl site_url: siteUrl } } }',
        feeds: [{ serialize, query, output: '/rss.xml', title: 'SITE_TITLE RSS Feed' }],
      },
    },
  ],
}
