// SPDX-License-Identifier: Apache-2.0
// A field above each long table that shows only the rows which contain every word in it.

function keep(table, words) {
  let shown = 0;
  for (const row of table.tBodies[0].rows) {
    const text = row.textContent.toLowerCase();
    row.hidden = !words.every((word) => text.includes(word));
    shown += row.hidden ? 0 : 1;
  }
  return shown;
}

export function makeFilters(root) {
  for (const table of root.querySelectorAll("table.filtered")) {
    const label = document.createElement("label");
    const field = document.createElement("input");
    const count = document.createElement("span");
    label.className = "filter";
    label.append("Filter ", field, count);
    field.type = "search";
    field.placeholder = "dom1 latency p99";
    count.setAttribute("role", "status");
    field.addEventListener("input", () => {
      const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
      count.textContent = ` ${keep(table, words)} shown`;
    });
    table.parentElement.before(label);
  }
}
