// Saving cell by cell: one request at a time, whatever was typed meanwhile goes with the next one.

import { same } from "./sheet.js";

const REST = 1000; // milliseconds without a key after which a cell saves itself
const LONGEST_ANSWER = 20000;
const FIRST_WAIT = 2000; // before the second try; each further wait is twice as long …
const LONGEST_WAIT = 30000; // … up to this
const LEAST_PAUSE = 150; // what is left within this time is sent together

export class Trouble extends Error {
  constructor(kind, sentence = "") {
    super(kind);
    this.kind = kind; // "network", "server", "sign-in", "locked" or "too-much"
    this.sentence = sentence;
  }
}

// The token that belongs to the present sign-in; it changes when a person signs in again in another window.
function token(form) {
  const found = document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/);
  const field = form.elements.csrfmiddlewaretoken;
  if (found && field) field.value = found[1];
  return found ? found[1] : field.value;
}

export function fieldsOf(cell, texts) {
  const fields = [[`version-${cell.id}`, cell.version.value]];
  for (const [name, text] of Object.entries(texts)) {
    fields.push([`${name}-${cell.id}`, text], [`shown-${name}-${cell.id}`, cell.shown[name].value]);
  }
  return fields;
}

export class Server {
  constructor(form, config) {
    this.form = form;
    this.config = config;
  }

  // The server's answer to these fields; throws Trouble.
  async ask(fields) {
    const body = new URLSearchParams([["person", this.config.person], ...fields]);
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), LONGEST_ANSWER);
    try {
      const answer = await fetch(this.config.cells, {
        method: "POST",
        body,
        headers: { Accept: "application/json", "X-CSRFToken": token(this.form) },
        credentials: "same-origin",
        signal: patience.signal,
      });
      return await this.understand(answer);
    } catch (error) {
      throw error instanceof Trouble ? error : new Trouble("network");
    } finally {
      clearTimeout(timer);
    }
  }

  async understand(answer) {
    const isJson = (answer.headers.get("Content-Type") || "").includes("application/json");
    if (answer.ok && isJson) return answer.json();
    const sentence = isJson ? (await answer.json()).error || "" : "";
    // A page instead of an answer: a proxy's sign-in, or a token of the sign-in before.
    if (answer.status === 401 || (!isJson && [200, 403].includes(answer.status))) throw new Trouble("sign-in", sentence);
    if ([403, 404, 409].includes(answer.status) && isJson) throw new Trouble("locked", sentence);
    if (answer.status === 413) throw new Trouble("too-much", sentence);
    throw new Trouble("server", sentence);
  }
}

export class Saver {
  // `on` is told: answered(answer), troubled(trouble), changed(cells), recovered().
  constructor(sheet, server, on) {
    this.sheet = sheet;
    this.server = server;
    this.on = on;
    this.isSending = false;
    this.isLocked = false;
    this.most = Infinity; // cells a request
    this.tries = 0;
    this.timer = this.resting = 0;
    this.waiting = [];
  }

  // Cells with something to send. Those in conflict wait for a choice; refused ones for a change, or for company.
  get pending() {
    const open = this.sheet.unsaved.filter((cell) => !cell.theirs && !cell.isHot);
    return open.some((cell) => !this.isRefused(cell)) ? open : [];
  }

  isRefused(cell) {
    return cell.refused !== null && same(cell.refused, cell.texts);
  }

  // Save after a second of rest …
  later() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      this.cool();
      if (!this.tries) this.send();
    }, REST);
  }

  // … or at once when a cell is left, whatever is typed into the next one. While the network is gone only the tries count.
  soon() {
    if (this.tries === 0 && !this.timer) this.schedule(LEAST_PAUSE);
  }

  cool() {
    for (const cell of this.sheet.cells) cell.isHot = false;
  }

  again() {
    if (this.pending.length && !this.isSending) this.schedule(0);
  }

  schedule(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait);
  }

  // Resolves when nothing is left to send or nothing can be sent.
  settled() {
    this.cool();
    if (!this.isSending && (!this.pending.length || this.isLocked)) return Promise.resolve();
    this.schedule(0);
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  async send() {
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.isSending || this.isLocked) return;
    const pending = this.pending;
    if (!pending.length) return this.finish();
    const { way } = pending[0];
    const batch = pending.filter((cell) => cell.way === way).slice(0, this.most);
    const sent = new Map(batch.map((cell) => [cell, cell.texts]));
    const fields = [["via", way]];
    for (const [cell, texts] of sent) {
      fields.push(...fieldsOf(cell, texts));
      cell.isSending = true;
    }
    this.isSending = true;
    this.on.changed(batch);
    let trouble = null;
    try {
      const answer = await this.server.ask(fields);
      for (const cell of batch) cell.isSending = false;
      this.apply(answer, sent);
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      trouble = error;
    } finally {
      for (const cell of batch) cell.isSending = false;
      this.isSending = false;
    }
    if (trouble) return this.suffer(trouble, batch);
    if (this.tries) this.on.recovered();
    this.tries = 0;
    if (this.pending.length) this.schedule(LEAST_PAUSE);
    else this.finish();
  }

  apply(answer, sent) {
    for (const [cell, texts] of sent) applyTo(cell, answer.cells[cell.id], texts, answer.time);
    for (const cell of this.sheet.cells) {
      cell.doubts = answer.doubts[cell.id] || [];
      cell.broken = answer.broken[cell.id] || [];
    }
    this.on.answered(answer);
  }

  suffer(trouble, batch) {
    if (trouble.kind === "too-much" && batch.length > 1) {
      this.most = Math.ceil(batch.length / 2);
      return this.schedule(0);
    }
    if (trouble.kind === "too-much") {
      batch[0].refused = batch[0].texts;
      batch[0].refusal = [trouble.sentence || this.server.config.words.tooMuch];
      this.on.changed(batch);
      return this.schedule(0);
    }
    this.isLocked = trouble.kind === "locked";
    const wait = Math.min(FIRST_WAIT * 2 ** this.tries, LONGEST_WAIT);
    this.tries += 1;
    if (!this.isLocked) this.schedule(wait);
    this.on.troubled(trouble);
    this.finish();
  }

  finish() {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

function applyTo(cell, answer, texts, time) {
  if (answer.state === "refused") {
    cell.refused = texts;
    cell.refusal = answer.sentences;
    cell.theirs = null;
  } else if (answer.state === "stale") {
    cell.theirs = answer.theirs;
    cell.who = answer.who;
    cell.refusal = answer.sentences;
  } else {
    cell.settle(answer);
    cell.accepted = texts;
    cell.savedAt = time;
    cell.way = "form";
    cell.tidy();
  }
}

