// The rows of the form as the other scripts see them: what stands in a cell, what the server last said stands there.

export const TYPED = ["figure", "note", "explanation"]; // what a person types beside each indicator

export class Cell {
  constructor(row, form) {
    this.row = row;
    this.id = row.dataset.cell;
    this.below = document.getElementById(`below-${this.id}`);
    this.inputs = {};
    this.shown = {}; // hidden fields with what the server said; posted with the page, so they are kept true
    for (const name of TYPED) {
      this.inputs[name] = form.elements[`${name}-${this.id}`];
      this.shown[name] = form.elements[`shown-${name}-${this.id}`];
    }
    this.version = form.elements[`version-${this.id}`];
    this.figure = this.inputs.figure;
    this.names = row.dataset.names.split("\n");
    this.label = row.querySelector("summary").firstChild.textContent.trim();
    this.unit = this.figure.dataset.unit;
    this.decimals = Number(this.figure.dataset.decimals);
    this.past = Array.from(row.querySelectorAll("[data-past]"), (one) => one.textContent);
    this.doubts = Array.from(this.below.querySelectorAll("[data-doubts] p"), (one) => one.textContent);
    this.broken = []; // what the checks say of the figure that stands
    this.refusal = []; // why what was typed is not kept
    this.refused = null; // the texts that were refused
    this.accepted = null; // texts that the server understood as what it shows, though they are written otherwise
    this.theirs = null; // somebody else's figure, between which and the typed one a person must choose
    this.who = "";
    this.way = "form"; // or "paste"
    this.isSending = false;
    this.isHot = false; // somebody is just typing in it: half a figure is not sent
    this.savedAt = "";
    const returned = this.below.querySelector("[data-returned]");
    this.returned = returned.hidden ? "" : returned.querySelector("[data-why]").textContent; // a reviewer's reason
    this.isCorrected = returned.classList.contains("entry__returned--answered"); // changed since it was returned
  }

  get texts() {
    return this._all(this.inputs);
  }

  get stored() {
    return this._all(this.shown);
  }

  _all(fields) {
    const texts = {};
    for (const name of TYPED) texts[name] = fields[name].value;
    return texts;
  }

  // Whether something stands here that the server does not have.
  get isUnsaved() {
    const texts = this.texts;
    return !same(texts, this.stored) && !(this.accepted && same(texts, this.accepted));
  }

  get isBlank() {
    return this.shown.figure.value === "";
  }

  get asks() {
    return this.doubts.length > 0 && this.inputs.explanation.value.trim() === "";
  }

  // The server's figure becomes what this cell is compared with.
  settle(answer) {
    if (String(answer.version) !== this.version.value) this.isCorrected = true;
    this.version.value = answer.version;
    this.shown.figure.value = answer.text;
    this.shown.note.value = answer.note;
    this.shown.explanation.value = answer.explanation;
    this.refusal = [];
    this.refused = this.theirs = null;
  }

  // Text that means what is stored is written as it is stored, unless somebody is just writing in it.
  tidy() {
    if (!this.accepted || !same(this.texts, this.accepted)) return;
    for (const name of TYPED) {
      const input = this.inputs[name];
      if (input !== document.activeElement) {
        if (input.value !== this.shown[name].value) input.value = this.shown[name].value;
        this.accepted[name] = input.value;
      }
    }
  }

  // As it is saved; where somebody else changed it meanwhile, as they saved it.
  restore() {
    if (this.theirs) this.settle(this.theirs);
    for (const name of TYPED) this.inputs[name].value = this.shown[name].value;
    this.refusal = [];
    this.refused = this.theirs = null;
  }
}

export function same(one, other) {
  return TYPED.every((name) => one[name] === other[name]);
}

export class Sheet {
  constructor(form) {
    this.form = form;
    this.cells = Array.from(form.querySelectorAll("[data-cell]"), (row) => new Cell(row, form));
    this.byId = new Map(this.cells.map((cell) => [cell.id, cell]));
  }

  // The cell and the column ("figure", "note", "explanation") of an input, or null.
  find(input) {
    const [name, id] = (input.name || "").split("-");
    const cell = this.byId.get(id);
    return cell && cell.inputs[name] === input ? { cell, name } : null;
  }

  get unsaved() {
    return this.cells.filter((cell) => cell.isUnsaved);
  }
}
