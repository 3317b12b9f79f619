// Pasting a column or a block: old → new with the server's verdict first, kept in one step, taken back in one step.

import { placesOf, tableOf } from "./clipboard.js";
import { change, read } from "./numbers.js";
import { fieldsOf } from "./saving.js";
import { filled } from "./states.js";

export function pasteTables({ sheet, server, saver, states, banner, config, put, keep }) {
  const { words } = config;
  const dialog = document.getElementById("paste");
  const find = (name) => dialog.querySelector(`[data-paste-${name}]`);
  const undoPlace = document.querySelector("[data-undo-place]");
  const undoButton = document.querySelector("[data-undo]");
  let planned = [];
  let undo = null; // what the last paste replaced, as long as nothing was typed since

  sheet.form.addEventListener("paste", (event) => {
    const found = sheet.find(event.target);
    if (!found || found.name !== "figure" || event.target.readOnly) return;
    const table = tableOf(event.clipboardData.getData("text/plain"));
    if (table.length < 2 && (table[0] || []).length < 2) return; // one figure is pasted as ever
    event.preventDefault();
    ask(placesOf(table, sheet, found.cell, config.year), found.cell);
  });

  async function ask(places, start) {
    const changes = places.puts
      .map((one) => ({ ...one, texts: textsOf(one) }))
      .filter(({ cell, texts }) => texts.figure !== cell.texts.figure || texts.note !== cell.texts.note);
    const keys = keysFromNow(); // typed while the server is asked: they were not meant for the dialog
    const tried = await verdicts(changes);
    keys.stop();
    if (keys.pressed.includes("Escape")) return;
    planned = changes.map((one) => ({ ...one, verdict: tried ? tried[one.cell.id] : null }));
    planned = planned.filter(({ cell, texts, verdict }) => {
      const isSame = verdict && verdict.text === cell.shown.figure.value && texts.note === cell.shown.note.value;
      return !(isSame && !cell.isUnsaved);
    });
    show(places, keys.pressed.length > 0);
    dialog.returnValue = "";
    dialog.showModal();
    dialog.addEventListener("close", () => start.figure.focus(), { once: true });
  }

  function textsOf({ cell, figure, note }) {
    const texts = cell.texts;
    if (figure !== "") texts.figure = figure;
    if (note !== "") texts.note = note;
    return texts;
  }

  // The server's word on each change, or null where it cannot be asked now.
  async function verdicts(changes) {
    if (!changes.length) return {};
    const fields = changes.flatMap(({ cell, texts }) => fieldsOf(cell, texts));
    try {
      return (await server.ask([["try", "1"], ...fields])).cells;
    } catch (error) {
      return null;
    }
  }

  const isKept = ({ verdict }) => !verdict || verdict.state === "fine";

  function keysFromNow() {
    const pressed = [];
    const listen = (event) => event.repeat || pressed.push(event.key);
    document.addEventListener("keydown", listen, true);
    return { pressed, stop: () => document.removeEventListener("keydown", listen, true) };
  }

  function show({ puts, notices, rows, columns }, isTyping) {
    find("title").textContent = filled(words.pasteTitle, { n: puts.length, changes: planned.length });
    find("source").textContent = filled(words.pasteSource, { rows, columns });
    find("notices").replaceChildren(
      ...notices.map(([word, values]) => element("li", filled(words[word], values))),
      ...(planned.length ? [] : [element("li", words.pasteNothing)]),
    );
    find("rows").replaceChildren(...planned.map(line));
    const count = planned.filter(isKept).length;
    find("keep").textContent = filled(words.pasteKeep, { n: count });
    find("keep").hidden = !count;
    const isReady = count > 0 && !isTyping; // whoever goes on typing must not keep anything with the next Enter
    find("keep").autofocus = isReady;
    find("leave").autofocus = !isReady;
  }

  function line(one) {
    const { cell, texts, verdict } = one;
    const row = document.createElement("tr");
    if (!isKept(one)) row.className = "entry-paste__refused";
    const name = element("th", cell.label);
    name.scope = "row";
    const figures = element("td", "", "number");
    const after = verdict && verdict.shown ? verdict.shown : texts.figure;
    figures.append(element("del", cell.figure.value || words.empty), " → ", element("ins", after || words.empty));
    const fresh = read(verdict && verdict.text ? verdict.text : texts.figure, cell.unit);
    const told = element("td", verdictText(one), isKept(one) ? "" : "entry-paste__why");
    if (texts.note !== cell.shown.note.value) told.append(" ", element("span", filled(words.pasteNote, { text: texts.note }), "faint"));
    row.append(name, figures, element("td", change(cell.last, fresh, cell.decimals), "number faint"), told);
    return row;
  }

  function verdictText({ verdict }) {
    if (!verdict) return words.pasteUnchecked;
    if (verdict.state === "stale") return filled(words.pasteStale, { figure: verdict.theirs.shown });
    const said = verdict.sentences.join(" ");
    if (verdict.state === "refused") return `${words.pasteRefused}: ${said}`;
    return said ? `${words.pasteDoubted}: ${said}` : words.pasteFine;
  }

  function element(tag, text, className = "") {
    const made = document.createElement(tag);
    made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  find("keep").addEventListener("click", () => {
    const kept = planned.filter(isKept);
    undo = kept.map(({ cell, texts }) => ({ cell, before: cell.texts, after: texts }));
    for (const { cell, texts } of kept) put(cell, texts, "paste");
    finish();
    undoButton.textContent = filled(words.pasteUndo, { n: undo.length });
    undoPlace.hidden = false;
    banner.say(filled(words.pasteKept, { n: undo.length }), { mayClose: true });
    dialog.close();
  });
  find("leave").addEventListener("click", () => dialog.close());

  function takeBack() {
    for (const { cell, before } of undo) put(cell, before, "paste");
    forget();
    finish();
    banner.say(words.pasteUndone, { mayClose: true });
  }

  function finish() {
    keep();
    states.showForm();
    saver.soon();
  }

  function forget() {
    undo = null;
    undoPlace.hidden = true;
  }

  undoButton.addEventListener("click", takeBack);
  sheet.form.addEventListener("keydown", (event) => {
    const isUndo = event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
    if (!undo || !isUndo) return;
    event.preventDefault();
    takeBack();
  });

  return { forget };
}
