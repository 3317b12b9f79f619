// What the row is about that one is just typing in, in the column beside the table.

export function showRowBeside(sheet) {
  const place = document.querySelector("[data-now]");
  const find = (name) => place.querySelector(`[data-now-${name}]`);
  const years = Array.from(sheet.form.querySelectorAll("thead .entry__past"), (one) => one.textContent);
  let shown = null;

  sheet.form.addEventListener("focusin", (event) => {
    const found = sheet.find(event.target);
    if (!found || found.cell === shown) return;
    shown = found.cell;
    find("name").textContent = shown.label;
    find("about").replaceChildren(...shown.row.querySelector("[data-about]").cloneNode(true).childNodes);
    find("past").textContent = shown.past.map((figure, at) => `${years[at]}  ${figure}`).join("  ·  ");
    place.hidden = false;
  });
}
