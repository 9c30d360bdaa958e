const path = require('path')
const { createFilePath } = require('gatsby-source-filesystem')

exports.createPages = async ({ graphql, actions }) => {
  const { data } = await graphql('{ allMarkdownRemark(sort: { frontmatter: { date: ASC } }) { nodes { id fields { slug } } } }')
  const nodes = data.allMarkdownRemark.nodes
  const posts = nodes.filter((node) => node.fields.slug.startsWith('/posts/'))
  const component = path.resolve('./src/templates/blog-post.js')
  for (const node of nodes) {
    const at = posts.indexOf(node)
    const context = { id: node.id, previousPostId: posts[at - 1]?.id ?? '', nextPostId: at < 0 ? '' : posts[at + 1]?.id ?? '' }
    actions.createPage({ path: node.fields.slug, component, context })
  }
}

exports.onCreateNode = ({ node, actions, getNode }) => {
  if (node.internal.type === 'MarkdownRemark') {
    actions.createNodeField({ name: 'slug', node, value: createFilePath({ node, getNode }) })
  }
}

exports.createSchemaCustomization = ({ actions }) => {
  actions.createTypes(`
    type MarkdownRemark implements Node { frontmatter: Frontmatter fields: Fields }
    type Frontmatter { title: String author: String date: Date @dateformat }
    type Fields { slug: String }
  `)
}
