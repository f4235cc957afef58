"use strict";
// A table that can be searched, filtered by state and sorted, without a server.
for (const table of document.querySelectorAll("table.searchable")) {
  const body = table.tBodies[0], rows = [...body.rows];
  const texts = rows.map(row => row.textContent.toLowerCase());
  const box = document.createElement("input");
  box.type = "search";
  box.setAttribute("aria-label", table.dataset.search);
  box.placeholder = table.dataset.search;
  const count = document.createElement("span");
  count.setAttribute("role", "status");
  count.className = "soft small";
  table.before(box, " ", count);
  const find = () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, at) => {
      const hit = words.every(word => texts[at].includes(word));
      row.hidden = !hit;
      shown += hit;
    });
    count.textContent = `${shown} / ${rows.length}`;
  };
  box.addEventListener("input", find);
  find();
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
      const compare = new Intl.Collator(document.documentElement.lang, { numeric: true }).compare;
      const sorted = [...rows].sort((one, other) => compare(keys.get(one), keys.get(other)) * (down ? -1 : 1));
      body.append(...sorted);
    });
  });
}
