// The entry form under the hand: keys move as in a spreadsheet, derived figures follow the typing, and nobody leaves
// with unsaved cells unasked. The page works without this script; then the server computes after saving.
(function () {
  "use strict";

  var form = document.getElementById("entry");
  var cells = Array.prototype.slice.call(form.querySelectorAll("input[inputmode]"));
  var isSending = false;

  function numberIn(input) {
    if (!input) return null;
    var text = input.value.normalize("NFKC").replace(/[,\s\u202f]/g, "");
    return /^[+-]?(\d+\.?\d*|\.\d+)[%‰]?$/.test(text) ? parseFloat(text) : null;
  }

  function grouped(value, decimals) {
    var parts = Math.abs(value).toFixed(decimals).split(".");
    parts[0] = parts[0].replace(/\B(?=(\d{3})+$)/g, "\u202f");
    return (value < 0 ? "−" : "") + parts.join(".");
  }

  // toFixed rounds binary fractions; adding half an ulp-sized share first makes it the half-up of the server.
  function rounded(value, decimals) {
    return grouped(value + Math.sign(value) * Math.abs(value) * 1e-12, decimals);
  }

  function showDerived() {
    form.querySelectorAll("[data-derived]").forEach(function (output) {
      var data = output.dataset;
      var above = numberIn(document.getElementById(data.numerator));
      var below = numberIn(document.getElementById(data.denominator));
      var arithmetic = output.closest("tr").querySelector("[data-arithmetic]");
      if (above === null || below === null || below === 0) {
        output.textContent = "—";
        return;
      }
      output.textContent = rounded((above / below) * data.multiplier, Number(data.decimals));
      arithmetic.textContent =
        grouped(above, 0) + " ÷ " + grouped(below, 0) + (data.multiplier === "1" ? "" : " × " + data.multiplier);
    });
  }

  function showChange(input) {
    var output = input.closest("tr").querySelector("[data-change]");
    var last = input.dataset.last === "" ? null : Number(input.dataset.last);
    var now = numberIn(input);
    var decimals = Number(input.dataset.decimals);
    if (last === null || now === null) {
      output.textContent = "";
    } else if (decimals === 0 && Math.abs(last) >= 30) {
      output.textContent = (now < last ? "−" : now > last ? "+" : "") + Math.abs(((now - last) / last) * 100).toFixed(1) + "%";
    } else {
      output.textContent = (now > last ? "+" : "") + grouped(now - last, decimals);
    }
  }

  function hasChanged(input) {
    return input.value !== input.dataset.kept;
  }

  function showState(input) {
    var state = input.closest("tr").querySelector("[data-state]");
    if (!state.dataset.before) state.dataset.before = state.textContent;
    state.textContent = hasChanged(input) ? form.dataset.unsaved : state.dataset.before;
    state.classList.toggle("entry__state--unsaved", hasChanged(input));
  }

  function move(input, step) {
    var next = cells[cells.indexOf(input) + step];
    if (next) {
      next.focus();
      next.select();
    }
  }

  form.addEventListener("input", function (event) {
    if (cells.indexOf(event.target) < 0) return;
    showDerived();
    showChange(event.target);
    showState(event.target);
  });

  form.addEventListener("keydown", function (event) {
    if (event.isComposing) return;
    var isCell = cells.indexOf(event.target) >= 0;
    if (event.key === "Enter" && event.target.tagName === "INPUT") {
      event.preventDefault(); // Enter moves on; it must not submit a half-filled form
      if (isCell) move(event.target, event.shiftKey ? -1 : 1);
    } else if (isCell && event.key === "ArrowDown") {
      event.preventDefault();
      move(event.target, 1);
    } else if (isCell && event.key === "ArrowUp") {
      event.preventDefault();
      move(event.target, -1);
    } else if (isCell && event.key === "Escape") {
      event.target.value = event.target.defaultValue;
      event.target.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });

  showDerived(); // text that came back after a refusal or a new sign-in counts as typed

  form.addEventListener("submit", function () {
    isSending = true;
  });

  window.addEventListener("beforeunload", function (event) {
    if (!isSending && cells.some(hasChanged)) {
      event.preventDefault();
      event.returnValue = form.dataset.leave;
    }
  });
})();
