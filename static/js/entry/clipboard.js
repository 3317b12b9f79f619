// A table from the clipboard, and which of its cells belongs into which row of the form.

import { isNotApplicable, plain, read } from "./numbers.js";

// Rows of texts from what WPS and Excel put on the clipboard: tabs between cells, quotes around what holds a tab, a
// line end or a quote.
export function tableOf(text) {
  const rows = [[]];
  const cell = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/g;
  for (let match = cell.exec(text); match; match = cell.exec(text)) {
    const row = rows[rows.length - 1];
    row.push((match[1] === undefined ? match[2] : match[1].replace(/""/g, '"')).trim());
    if (match[3] === "") break;
    if (match[3] !== "\t") rows.push([]);
  }
  while (rows.length && rows[rows.length - 1].every((one) => one === "")) rows.pop();
  const width = Math.max(0, ...rows.map((row) => row.length));
  return rows.map((row) => [...row, ...Array(width - row.length).fill("")]);
}

// One spelling for a name: without blanks, numbering, 其中, =.
function plainName(text) {
  return plain(text)
    .toLowerCase()
    .replace(/\s+/g, "")
    .replace(/^(\d{1,3}[.、．)]|[(（][\d一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、|=|其中[:：]?)+/, "");
}

const withoutUnit = (name) => name.replace(/[(（][^()（）]*[)）]$/, "");

// Finds the row of a name, however it is spelt; a spelling that two rows share finds neither.
export class Names {
  constructor(cells) {
    this.rows = new Map();
    for (const spelling of [plainName, (name) => withoutUnit(plainName(name))]) {
      const found = new Map();
      for (const cell of cells) {
        for (const name of cell.names) {
          const spelt = spelling(name);
          found.set(spelt, found.has(spelt) && found.get(spelt) !== cell ? null : cell);
        }
      }
      for (const [spelt, cell] of found) if (!this.rows.has(spelt)) this.rows.set(spelt, cell);
    }
  }

  find(text) {
    const name = plainName(text);
    return this.rows.get(name) || this.rows.get(withoutUnit(name)) || null;
  }
}

const isFigure = (text) => isNotApplicable(text) || ["", "%", "‰"].some((unit) => read(text, unit) !== null);

// What is to be put where: {puts: [{cell, figure, note}], notices: [[word, values]], rows, columns}.
export function placesOf(table, sheet, start, year) {
  const names = new Names(sheet.cells);
  const notices = [];
  const columns = table.length ? table[0].length : 0;
  const named = namesIn(table, names);
  const body = named.isKnown ? table.map((row) => row.slice(1)) : table.map((row) => row.slice(named.isColumn ? 1 : 0));
  const room = sheet.cells.length - sheet.cells.indexOf(start);
  const isHeading = !(named.isKnown && names.find(table[0][0])) && hasHeading(body, named.isColumn, room, year);
  if (isHeading) notices.push(["pasteHeader", { text: table[0].filter((one) => one).join(" ") }]);
  const head = isHeading ? body[0] : [];
  const from = isHeading ? 1 : 0;
  const choice = columnsOf(body.slice(from), head, year);
  if (choice.isChoice) {
    const text = head[choice.figure];
    notices.push(text ? ["pasteColumn", { text }] : ["pasteColumnNumber", { n: choice.figure + 1 + (named.isColumn ? 1 : 0) }]);
  }
  const lines = body.slice(from).map((row, at) => ({
    name: table[at + from][0],
    figure: row[choice.figure] || "",
    note: choice.note === null ? "" : row[choice.note] || "",
  }));
  const puts = named.isKnown ? byName(lines, names, notices) : inOrder(lines, sheet, start, named, notices);
  return { puts: puts.filter((one) => one.figure !== "" || one.note !== ""), notices, rows: table.length, columns };
}

// Whether the first column holds names, and whether they are those of the form.
function namesIn(table, names) {
  const first = table.map((row) => row[0]).filter((text) => text !== "");
  const isText = first.filter((text) => !isFigure(text)).length * 2 > first.length;
  const isColumn = table.length > 0 && table[0].length > 1 && isText;
  return { isColumn, isKnown: isColumn && first.some((text) => names.find(text)) };
}

function hasHeading(body, isNamed, room, year) {
  if (!body.length || !body[0].length) return false;
  const texts = body[0].filter((text) => text !== "");
  if (!texts.length) return false;
  const isYear = (text) => new RegExp(`^(19|20)\\d\\d年?$`).test(plain(text));
  if (texts.some((text) => isYear(text) && /年$/.test(plain(text)))) return true;
  if (texts.every((text) => !isFigure(text) || isYear(text)) && texts.some((text) => !isFigure(text))) return true;
  // A bare year above the figures: only where it cannot be one of them.
  return texts.every(isYear) && (isNamed || texts.some((text) => plain(text) === String(year) && body.length > room));
}

// Which column holds this year's figures, and which notes.
function columnsOf(rows, head, year) {
  const width = rows.length ? rows[0].length : 0;
  const all = Array.from({ length: width }, (_none, at) => at);
  const filled = (at) => rows.map((row) => row[at]).filter((text) => text !== "");
  const figures = all.filter((at) => filled(at).length && filled(at).filter(isFigure).length * 2 >= filled(at).length);
  const ofYear = all.find((at) => head[at] && plain(head[at]).includes(String(year)));
  const past = figures.filter((at) => head[at] && /(19|20)\d\d/.test(plain(head[at])));
  const open = figures.filter((at) => !past.includes(at));
  const figure = ofYear !== undefined ? ofYear : open.length ? open[0] : figures.length ? figures[figures.length - 1] : 0;
  const note = all.find((at) => at > figure && !figures.includes(at) && filled(at).length);
  return { figure, note: note === undefined ? null : note, isChoice: figures.length > 1 };
}

function byName(lines, names, notices) {
  const [unknown, twice, taken] = [[], [], new Set()];
  const puts = [];
  for (const line of lines) {
    const cell = names.find(line.name);
    if (cell && taken.has(cell)) twice.push(line.name);
    else if (cell) puts.push({ cell, figure: line.figure, note: line.note });
    else if (line.name && line.figure) unknown.push(line.name);
    if (cell) taken.add(cell);
  }
  notices.push(["pasteNames", {}]);
  if (unknown.length) notices.push(["pasteUnknown", { text: unknown.join("、") }]);
  if (twice.length) notices.push(["pasteTwice", { text: twice.join("、") }]);
  return puts;
}

function inOrder(lines, sheet, start, named, notices) {
  const from = sheet.cells.indexOf(start);
  const room = sheet.cells.length - from;
  if (named.isColumn) notices.push(["pasteNamesSkipped", {}]);
  if (lines.length > room) notices.push(["pasteBeyond", { n: lines.length - room }]);
  return lines.slice(0, room).map((line, at) => ({ cell: sheet.cells[from + at], figure: line.figure, note: line.note }));
}
