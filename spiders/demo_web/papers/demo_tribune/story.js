const app = document.getElementById("app");
fetch(`/api/stories/${app.dataset.story}`)
  .then((answer) => answer.json())
  .then(({ title, byline, published, body, newsletter, related }) => {
    const item = ({ url, title }) => `<li><a href="${url}">${title}</a></li>`;
    app.innerHTML = `<article><h1>${title}</h1><p class="byline">By ${byline}</p><time datetime="${published}">${published}</time>${body}</article>
      <div class="newsletter"><p>${newsletter}</p></div>
      <aside class="related"><h2>Related stories</h2><ul>${related.map(item).join("")}</ul></aside>`;
  });
