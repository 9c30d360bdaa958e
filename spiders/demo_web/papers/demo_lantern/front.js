fetch("/api/front")
  .then((answer) => answer.json())
  .then(({ slogan, stories }) => {
    const item = ({ path, title, lead }) => `<li><h2><a href="${path}">${title}</a></h2><p>${lead}</p></li>`;
    document.getElementById("root").innerHTML = `<header>${slogan}</header><ul>${stories.map(item).join("")}</ul>`;
  });
