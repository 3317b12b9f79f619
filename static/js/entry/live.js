// Derived figures with their arithmetic, and the change against last year, while one types.

import { change, derive, grouped, read } from "./numbers.js";

const MISSING = "—";

export class Live {
  constructor(sheet) {
    this.sheet = sheet;
    this.using = new Map(sheet.cells.map((cell) => [cell.id, []])); // cell id → the derived figures it is part of
    for (const output of sheet.form.querySelectorAll("[data-derived]")) {
      const arithmetic = output.closest("tr").querySelector("[data-arithmetic]");
      const { numerator, denominator } = output.dataset;
      for (const id of [numerator, denominator]) this.using.get(id).push({ output, arithmetic });
    }
    for (const cell of sheet.cells) {
      cell.changed = cell.row.querySelector("[data-change]");
      cell.last = read(cell.figure.dataset.last, "");
    }
  }

  show(cell) {
    cell.changed.textContent = change(cell.last, read(cell.figure.value, cell.unit), cell.decimals);
    for (const one of this.using.get(cell.id)) this.showDerived(one);
  }

  showDerived({ output, arithmetic }) {
    const { numerator, denominator, multiplier, decimals, formula } = output.dataset;
    const parts = [numerator, denominator].map((id) => this.sheet.byId.get(id));
    const [above, below] = parts.map((cell) => read(cell.figure.value, cell.unit));
    const value = derive(above, below, multiplier, Number(decimals));
    output.textContent = value === null ? MISSING : grouped(value, Number(decimals));
    const times = multiplier === "1" ? "" : ` × ${multiplier}`;
    arithmetic.textContent =
      value === null ? formula : `${grouped(above, parts[0].decimals)} ÷ ${grouped(below, parts[1].decimals)}${times}`;
  }

  showAll() {
    for (const cell of this.sheet.cells) this.show(cell);
  }
}
