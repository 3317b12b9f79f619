// A sign-in that is about to end for want of activity says so in time, and goes on at one click.

const WARNED_BEFORE = 180; // seconds: two minutes, and the minute within which the server puts off the end only once

export class Idle {
  constructor(seconds, banner, words) {
    this.wait = Math.max(seconds - WARNED_BEFORE, 1) * 1000;
    this.banner = banner;
    this.words = words;
    this.timer = 0;
    this.restart();
  }

  // The server has just heard of this person.
  restart() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.warn(), this.wait);
  }

  warn() {
    const act = { text: this.words.stay, run: () => this.stay() };
    this.banner.say(this.words.idle, { modifier: "warning", act });
  }

  async stay() {
    try {
      const answer = await fetch(location.pathname, { method: "HEAD", credentials: "same-origin", redirect: "error" });
      if (!answer.ok) return;
    } catch (error) {
      return; // the next saving will say what is the matter
    }
    this.banner.hide();
    this.restart();
  }
}
