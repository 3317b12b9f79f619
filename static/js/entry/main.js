// The entry form under the hand. The page works without these scripts; then the server answers after saving.

import { Kept } from "./keeping.js";
import { Idle } from "./idle.js";
import { moveWithKeys } from "./keys.js";
import { Live } from "./live.js";
import { pasteTables } from "./paste.js";
import { Saver, Server } from "./saving.js";
import { Sheet } from "./sheet.js";
import { showRowBeside } from "./side.js";
import { Banner, States } from "./states.js";

const config = JSON.parse(document.getElementById("entry-config").textContent);
const { words } = config;
const form = document.getElementById("entry");
const sheet = new Sheet(form);
const states = new States(sheet, words);
const banner = new Banner();
const live = new Live(sheet);
const kept = new Kept(config.person, config.form);
const server = new Server(form, config);
const idle = new Idle(config.idle, banner, words);
let isLeaving = false;

const saver = new Saver(sheet, server, {
  changed(cells) {
    for (const cell of cells) states.showCell(cell);
    states.showForm();
  },
  answered(answer) {
    idle.restart();
    states.trouble = "";
    states.showFilled(answer);
    for (const cell of sheet.cells) if (cell.figure !== document.activeElement) live.show(cell);
    states.showAll();
    kept.keep(sheet.unsaved);
  },
  recovered() {
    banner.say(words.recovered, { mayClose: true });
  },
  troubled(trouble) {
    states.trouble = trouble.kind === "locked" ? "locked" : "offline";
    if (trouble.kind === "locked") lock(trouble.sentence);
    else if (trouble.kind === "sign-in") {
      banner.say(words.signIn, { modifier: "warning", link: { href: config.signIn, text: words.signInLink } });
    } else banner.say(trouble.kind === "network" ? words.noNetwork : words.noAnswer, { modifier: "warning" });
    states.showAll();
  },
});

function lock(reason) {
  banner.say(words.isLocked.replace("{reason}", reason), { modifier: "error" });
  for (const cell of sheet.cells) {
    for (const input of Object.values(cell.inputs)) input.readOnly = true;
  }
  for (const button of form.querySelectorAll("[data-submit]")) button.disabled = true;
}

function typed(cell) {
  cell.way = "form";
  cell.isHot = true;
  live.show(cell);
  states.show(cell);
  kept.keep(sheet.unsaved);
  saver.later();
}

// Take over texts that somebody did not type key by key: pasted, taken back, chosen.
function put(cell, texts, way) {
  for (const [name, text] of Object.entries(texts)) cell.inputs[name].value = text;
  cell.way = way;
  cell.isHot = false;
  live.show(cell);
  states.showCell(cell);
}

const paste = pasteTables({ sheet, server, saver, states, banner, config, put, keep: () => kept.keep(sheet.unsaved) });

form.addEventListener("input", (event) => {
  const found = sheet.find(event.target);
  if (!found) return;
  paste.forget();
  if (event.isComposing) found.cell.isHot = true; // what an input method shows on the way is not typed yet
  else typed(found.cell);
});

form.addEventListener("compositionend", (event) => {
  const found = sheet.find(event.target);
  if (found) typed(found.cell);
});

form.addEventListener("focusout", (event) => {
  const found = sheet.find(event.target);
  if (!found) return;
  found.cell.isHot = false;
  setTimeout(() => found.cell.tidy(), 0);
  if (found.cell.isUnsaved) saver.soon();
});

form.addEventListener("click", (event) => {
  const button = event.target.closest("[data-mine], [data-theirs]");
  if (!button) return;
  const cell = sheet.byId.get(button.closest("tr").id.replace("below-", ""));
  const mine = cell.texts;
  cell.settle(cell.theirs);
  put(cell, "mine" in button.dataset ? mine : cell.stored, "form");
  cell.figure.focus();
  states.show(cell);
  kept.keep(sheet.unsaved);
  saver.soon();
});

moveWithKeys(sheet, {
  restore(cell) {
    cell.restore();
    typed(cell);
  },
  save() {
    saver.cool();
    saver.soon();
  },
});
showRowBeside(sheet);

for (const name of ["online", "focus"]) window.addEventListener(name, () => saver.again());
document.addEventListener("visibilitychange", () => document.hidden || saver.again());

window.addEventListener("beforeunload", (event) => {
  if (isLeaving || !sheet.unsaved.length) return;
  event.preventDefault();
  event.returnValue = words.leave;
});

document.addEventListener("submit", (event) => {
  if (event.target.getAttribute("action") && /\/logout\/$/.test(event.target.action)) Kept.forgetAll();
});

form.addEventListener("submit", async (event) => {
  if (isLeaving) return;
  event.preventDefault();
  const button = form.querySelector("[data-submit]");
  button.disabled = true;
  await saver.settled();
  button.disabled = false;
  if (states.demand()) {
    const place = states.problems.hidden ? banner.place : states.problems;
    place.scrollIntoView({ block: "nearest" });
    return;
  }
  isLeaving = true;
  button.click();
});

form.querySelector("[data-save]").hidden = true; // every cell saves itself
for (const hint of form.querySelectorAll("[data-scripted]")) hint.hidden = false;
const restored = kept.restore(sheet);
if (restored.length) banner.say(words.restored, { mayClose: true });
live.showAll();
states.showAll();
saver.again();
