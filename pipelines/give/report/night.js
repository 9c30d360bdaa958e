
// Sorts and filters the table of papers; without it, the papers that need somebody come first.
const grid = document.getElementById("grid"), legend = document.querySelector(".legend");
if (grid && legend) {
  const rows = [...grid.tBodies[0].rows], last = row => +row.cells[row.cells.length - 1].textContent || 0;
  const orders = { "by need": r => +r.dataset.need, "by name": r => r.cells[0].textContent.toLowerCase(), "by new stories": r => -last(r) };
  const chosen = {};
  const select = (label, options, act) => {
    const box = document.createElement("select");
    box.setAttribute("aria-label", label);
    for (const each of options) box.add(new Option(each));
    box.onchange = () => act(box.value);
    legend.append(" ", box);
  };
  select("order of papers", Object.keys(orders), name => {
    const of = orders[name];
    rows.sort((a, b) => (of(a) > of(b)) - (of(a) < of(b)));
    grid.tBodies[0].append(...rows);
  });
  for (const kind of ["language", "group"]) {
    const values = [...new Set(rows.map(r => r.dataset[kind]).filter(Boolean))].sort();
    if (values.length < 2) continue;
    select(kind, [`every ${kind}`, ...values], value => {
      chosen[kind] = values.includes(value) ? value : null;
      for (const row of rows) row.hidden = Object.entries(chosen).some(([k, v]) => v && row.dataset[k] !== v);
    });
  }
}
