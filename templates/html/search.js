"use strict";
// A table that can be searched, filtered by state and sorted, without a server. Rows far down are drawn when the reader
// comes near them, so that a thousand of them open at once.
for (const table of document.querySelectorAll("table.searchable")) {
  const body = table.tBodies[0], step = 100, place = table.parentElement;
  let rows = [...body.rows], limit = step;
  const texts = new Map(rows.map(row => [row, row.textContent.toLowerCase()]));
  const box = document.createElement("input");
  box.type = "search";
  box.setAttribute("aria-label", table.dataset.search);
  box.placeholder = table.dataset.search;
  const count = document.createElement("span");
  count.setAttribute("role", "status");
  count.className = "soft small";
  const filter = document.createElement("select");
  filter.setAttribute("aria-label", table.dataset.filter);
  filter.append(new Option(table.dataset.filter, ""));
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const values = new Set(rows.map(row => row.cells[column].textContent.trim()));
    if (values.size < 2 || values.size > 8) return;
    const group = document.createElement("optgroup");
    group.label = head.textContent.trim();
    for (const value of [...values].sort()) group.append(new Option(`${group.label}: ${value}`, `${column} ${value}`));
    filter.append(group);
  });
  place.before(box, " ", filter, " ", count);
  const find = () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    const [column, value] = [parseInt(filter.value, 10), filter.value.slice(filter.value.indexOf(" ") + 1)];
    let shown = 0;
    for (const row of rows) {
      const kept = !filter.value || row.cells[column].textContent.trim() === value;
      const hit = kept && words.every(word => texts.get(row).includes(word));
      row.hidden = !hit;
      row.classList.toggle("beyond", hit && shown >= limit);
      shown += hit;
    }
    count.textContent = `${shown} / ${rows.length}`;
  };
  for (const control of [box, filter]) control.addEventListener("input", () => { limit = step; find(); });
  find();
  const end = document.createElement("div");
  place.after(end);
  new IntersectionObserver(seen => {
    if (seen.some(each => each.isIntersecting) && limit < rows.length) { limit += step; find(); }
  }, { rootMargin: "1500px" }).observe(end);
  const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const each of table.tHead.rows[0].cells) each.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const keys = new Map(rows.map(row => [row, row.cells[column].textContent.trim()]));
      rows = rows.sort((one, other) => compare(keys.get(one), keys.get(other)) * (down ? -1 : 1));
      limit = step;
      find();
      body.append(...rows);
    });
  });
}
