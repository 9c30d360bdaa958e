export default defineNuxtConfig({
  modules: ['@nuxt/content'],
  telemetry: false,
  app: { head: { htmlAttrs: { lang: 'SITE_LANGUAGE' }, titleTemplate: '%s - SITE_TITLE' } },
  content: { highlight: false },
})
