// What is not saved yet survives a reload: it is kept in this window's own storage, by person and form.

const PREFIX = "entry:";

export class Kept {
  constructor(person, form) {
    this.key = `${PREFIX}${person}:${form}`;
    this.forgetOthers(person);
  }

  // Nothing of somebody who used this window before stays in it.
  forgetOthers(person) {
    for (const key of keys()) {
      if (!key.startsWith(`${PREFIX}${person}:`)) sessionStorage.removeItem(key);
    }
  }

  keep(unsaved) {
    const cells = {};
    for (const cell of unsaved) {
      cells[cell.id] = { texts: cell.texts, version: cell.version.value, stored: cell.stored };
    }
    try {
      if (unsaved.length) sessionStorage.setItem(this.key, JSON.stringify(cells));
      else sessionStorage.removeItem(this.key);
    } catch (error) {
      // Storage that is full or switched off loses nothing that stands on the page.
    }
  }

  // Put back what was typed; cells that were changed by somebody else meanwhile keep the version they were typed on.
  restore(sheet) {
    const restored = [];
    for (const [id, one] of Object.entries(this.read())) {
      const cell = sheet.byId.get(id);
      if (!cell || cell.isUnsaved) continue;
      for (const [name, text] of Object.entries(one.texts)) {
        const isMine = text !== one.stored[name];
        if (isMine) cell.inputs[name].value = text;
      }
      if (!cell.isUnsaved) continue;
      cell.version.value = one.version;
      restored.push(cell);
    }
    return restored;
  }

  read() {
    try {
      return JSON.parse(sessionStorage.getItem(this.key) || "{}");
    } catch (error) {
      return {};
    }
  }

  static forgetAll() {
    for (const key of keys()) sessionStorage.removeItem(key);
  }
}

function keys() {
  return Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
}
