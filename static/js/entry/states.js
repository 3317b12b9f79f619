// Everything the form says about itself: beside each cell, below its row, in the list at the head, in the side column.

import { isNotApplicable } from "./numbers.js";
import { TYPED } from "./sheet.js";

export function filled(template, values) {
  return template.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
}

// Writing the same text again would make screen readers speak and the browser work.
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export class States {
  constructor(sheet, words) {
    this.sheet = sheet;
    this.words = words;
    this.title = document.title;
    const find = (name) => document.querySelector(`[data-${name}]`);
    this.problems = find("problems");
    this.problemsTitle = find("problems-title");
    this.list = this.problems.querySelector("ul");
    this.overall = find("overall");
    this.before = find("before");
    this.progress = document.querySelector(".entry-progress");
    this.counts = {};
    for (const name of ["filled", "wrong", "asks"]) this.counts[name] = document.querySelector(`[data-count="${name}"]`);
    this.trouble = ""; // "", "offline" or "locked": what keeps all unsaved cells from being saved
    this.savedAt = "";
    this.isDemanding = "all" in this.problems.dataset; // whether blanks are faults: somebody wanted to submit
    for (const cell of sheet.cells) {
      cell.parts = {};
      for (const name of ["error", "choice", "doubts", "asks", "returned", "mine", "theirs"]) {
        cell.parts[name] = cell.below.querySelector(`[data-${name}]`);
      }
      cell.stateText = cell.row.querySelector("[data-state]");
      if (!cell.isUnsaved && !cell.parts.error.hidden) cell.broken = [cell.parts.error.textContent];
    }
  }

  // What is wrong with the cell as it stands now, in sentences.
  faults(cell) {
    if (cell.refusal.length) return cell.refusal;
    return cell.isUnsaved ? [] : cell.broken;
  }

  state(cell) {
    const { words } = this;
    if (cell.theirs) return ["stale", words.stale];
    if (cell.refusal.length) return ["refused", words.refused];
    if (cell.isUnsaved) {
      if (this.trouble) return [this.trouble, words[this.trouble]];
      return cell.isSending ? ["saving", words.saving] : ["unsaved", words.unsaved];
    }
    if (cell.broken.length) return ["refused", words.correct];
    if (cell.asks) return ["doubted", words.doubted];
    if (cell.isBlank) return ["blank", words.blank];
    const saved = cell.savedAt ? filled(words.savedAt, { time: cell.savedAt }) : words.saved;
    return ["saved", isNotApplicable(cell.figure.value) ? `${words.notApplicable} · ${saved}` : saved];
  }

  showCell(cell) {
    const [modifier, word] = this.state(cell);
    const faults = this.faults(cell);
    const { error, choice, asks, returned, mine, theirs } = cell.parts;
    cell.stateText.className = `cell-state cell-state--${modifier}`;
    write(cell.stateText, word);
    const isWrong = faults.length > 0;
    const speaksOfDoubt = cell.doubts.length > 0 || cell.inputs.explanation.value !== "";
    cell.row.classList.toggle("entry__row--refused", isWrong || Boolean(cell.theirs));
    cell.row.classList.toggle("entry__row--doubted", !isWrong && cell.asks);
    cell.figure.classList.toggle("entry__not-applicable", isNotApplicable(cell.figure.value));
    write(error, faults.join(" "));
    error.hidden = !isWrong;
    choice.hidden = !cell.theirs;
    returned.classList.toggle("entry__returned--answered", cell.isCorrected);
    if (cell.returned && cell.isCorrected) write(returned.querySelector("[data-word]"), this.words.returnedChanged);
    if (cell.theirs) {
      const texts = { ...cell.theirs, figure: cell.theirs.text };
      write(mine, filled(this.words.mine, { figure: this.told(cell.texts, texts) }));
      write(theirs, filled(this.words.theirs, { figure: this.told(texts, cell.texts) }));
    }
    this.showDoubts(cell);
    asks.hidden = !speaksOfDoubt;
    cell.below.hidden = !(isWrong || cell.theirs || speaksOfDoubt || !returned.hidden);
    cell.row.classList.toggle("entry__row--speaking", !cell.below.hidden);
    if (isWrong) cell.figure.setAttribute("aria-invalid", "true");
    else cell.figure.removeAttribute("aria-invalid");
    if (cell.below.hidden) cell.figure.removeAttribute("aria-describedby");
    else cell.figure.setAttribute("aria-describedby", cell.below.id);
  }

  // A figure, with the note and the explanation where they differ from the other's.
  told(texts, other) {
    const names = TYPED.filter((name) => name === "figure" || texts[name] !== other[name]);
    return names.map((name) => texts[name].trim() || this.words.empty).join(" · ");
  }

  showDoubts(cell) {
    const { doubts } = cell.parts;
    const now = Array.from(doubts.children, (one) => one.textContent);
    if (now.length === cell.doubts.length && now.every((text, at) => text === cell.doubts[at])) return;
    doubts.replaceChildren(
      ...cell.doubts.map((text) => {
        const line = document.createElement("p");
        line.textContent = text;
        return line;
      }),
    );
  }

  show(cell) {
    this.showCell(cell);
    this.showForm();
  }

  showAll() {
    for (const cell of this.sheet.cells) this.showCell(cell);
    this.showForm();
  }

  // From now on everything that keeps the form back is listed; tells whether anything does.
  demand() {
    this.isDemanding = true;
    this.showForm();
    return this.sheet.unsaved.length > 0 || !this.problems.hidden;
  }

  showForm() {
    const { words, sheet, counts } = this;
    const wrong = sheet.cells.filter((cell) => this.faults(cell).length || cell.theirs);
    const asking = sheet.cells.filter((cell) => !wrong.includes(cell) && !cell.isUnsaved && cell.asks);
    const open = this.isDemanding ? sheet.cells.filter((cell) => this.isOpen(cell) && !wrong.includes(cell)) : asking;
    this.showProblems([...wrong, ...open].map((cell) => ({ cell, text: this.demandOn(cell, wrong) })));
    const told = [];
    for (const [name, some, template] of [
      ["wrong", wrong, words.toCorrect],
      ["asks", asking, words.toExplain],
    ]) {
      const text = some.length ? filled(template, { n: some.length }) : "";
      write(counts[name], text);
      counts[name].hidden = !text;
      if (text) told.push(text);
    }
    write(this.before, told.length ? filled(words.before, { what: told.join(words.comma) }) : "");
    this.before.hidden = !told.length;
    this.showOverall();
  }

  showOverall() {
    const { words, sheet } = this;
    const unsaved = sheet.unsaved;
    let text = this.savedAt ? filled(words.allSavedAt, { time: this.savedAt }) : words.allSaved;
    if (unsaved.length) {
      const isSaving = !this.trouble && unsaved.every((cell) => cell.isSending);
      text = isSaving ? words.isSaving : filled(words.areUnsaved, { n: unsaved.length });
    }
    write(this.overall, text);
    this.overall.classList.toggle("entry-side__state--unsaved", unsaved.length > 0);
    const title = (unsaved.length ? "● " : "") + this.title;
    if (document.title !== title) document.title = title;
  }

  isOpen(cell) {
    return (cell.isBlank && !cell.isUnsaved) || cell.asks || (cell.returned !== "" && !cell.isCorrected && !cell.isUnsaved);
  }

  // What is to be done about a cell that keeps the form back.
  demandOn(cell, wrong) {
    if (wrong.includes(cell)) return this.faults(cell).join(" ");
    if (cell.isBlank) return this.words.blank;
    if (cell.asks) return cell.doubts.join(" ");
    return filled(this.words.returnedUnchanged, { why: cell.returned });
  }

  showProblems(lines) {
    const key = JSON.stringify(lines.map(({ cell, text }) => [cell.id, text]));
    if (key === this.problemsKey) return;
    this.problemsKey = key;
    write(this.problemsTitle, this.words.problemsTitle);
    this.list.replaceChildren(
      ...lines.map(({ cell, text }) => {
        const line = document.createElement("li");
        const link = document.createElement("a");
        link.href = `#${cell.figure.id}`;
        link.textContent = cell.label;
        line.append(link, `: ${text}`);
        return line;
      }),
    );
    this.problems.hidden = !lines.length;
  }

  // How much of the form is filled, as the server counts it.
  showFilled(answer) {
    this.savedAt = answer.time;
    this.progress.value = answer.filled;
    write(this.counts.filled, filled(this.words.filled, { n: answer.filled, total: answer.total }));
  }
}

// One calm line at the head for what concerns the whole form.
export class Banner {
  constructor() {
    this.place = document.querySelector("[data-banner]");
    this.text = this.place.querySelector("[data-banner-text]");
    this.link = this.place.querySelector("[data-banner-link]");
    this.act = this.place.querySelector("[data-banner-act]");
    this.act.addEventListener("click", () => this.run());
    this.close = this.place.querySelector("[data-banner-close]");
    this.close.addEventListener("click", () => this.hide());
  }

  say(text, { modifier = "calm", link = null, act = null, mayClose = false } = {}) {
    this.place.className = `entry-banner entry-banner--${modifier}`;
    write(this.text, text);
    this.link.hidden = !link;
    if (link) {
      this.link.href = link.href;
      write(this.link, link.text);
    }
    this.act.hidden = !act;
    if (act) {
      this.run = act.run;
      write(this.act, act.text);
    }
    this.close.hidden = !mayClose;
    this.place.hidden = false;
  }

  hide() {
    this.place.hidden = true;
  }
}
