// The form of a check: only what belongs to the chosen kind is shown, and long lists are narrowed by typing. Without
// this script everything is shown, and what does not belong to the kind is ignored.
(function () {
  "use strict";

  var form = document.getElementById("check");
  var kind = form.elements.kind;

  function showKind() {
    form.querySelectorAll("[data-kinds]").forEach(function (part) {
      part.hidden = part.dataset.kinds.split(" ").indexOf(kind.value) < 0;
    });
  }

  function folded(text) {
    return text.normalize("NFKC").toLowerCase().replace(/\s/g, "");
  }

  function filterAbove(element, label, narrow) {
    var input = document.createElement("input");
    input.type = "text";
    input.className = "checks__filter";
    input.placeholder = form.dataset.filter;
    input.setAttribute("aria-label", form.dataset.filter + " · " + label);
    input.addEventListener("input", function () {
      narrow(folded(input.value));
    });
    input.addEventListener("keydown", function (event) {
      if (event.key === "Enter") event.preventDefault(); // it narrows the list and must not send the form
    });
    element.before(input);
  }

  function filterSelect(select, label) {
    var all = Array.prototype.slice.call(select.options);
    filterAbove(select, label, function (text) {
      var chosen = select.value;
      var left = all.filter(function (option) {
        return option.value === "" || option.value === chosen || folded(option.text).indexOf(text) >= 0;
      });
      select.replaceChildren.apply(select, left);
      select.value = chosen;
    });
  }

  function filterList(list, label) {
    var rows = Array.prototype.slice.call(list.querySelectorAll("label"));
    filterAbove(list, label, function (text) {
      rows.forEach(function (row) {
        row.hidden = !row.querySelector("input").checked && folded(row.textContent).indexOf(text) < 0;
      });
    });
  }

  kind.addEventListener("change", showKind);
  showKind();
  filterSelect(form.elements.indicator, form.elements.indicator.labels[0].textContent);
  form.querySelectorAll(".checks__list").forEach(function (list) {
    filterList(list, list.getAttribute("aria-label"));
  });
})();
