// Keys move as in a spreadsheet.

export function moveWithKeys(sheet, actions) {
  const { form, cells } = sheet;

  function go(cell, name) {
    if (!cell) return false;
    const input = cell.inputs[name];
    input.focus();
    input.select();
    return true;
  }

  function step(cell, name, by) {
    if (name === "explanation") return by < 0 ? go(cell, "figure") : go(cells[cells.indexOf(cell) + 1], "figure");
    return go(cells[cells.indexOf(cell) + by], name);
  }

  const isWhole = (input) => input.value !== "" && input.selectionStart === 0 && input.selectionEnd === input.value.length;
  const isAtStart = (input) => isWhole(input) || input.selectionEnd === 0;
  const isAtEnd = (input) => isWhole(input) || input.selectionStart === input.value.length;

  const keys = {
    Enter: (found, event) => step(found.cell, found.name, event.shiftKey ? -1 : 1),
    ArrowDown: (found) => step(found.cell, found.name, 1),
    ArrowUp: (found) => step(found.cell, found.name, -1),
    ArrowRight: (found) => found.name === "figure" && isAtEnd(found.cell.figure) && go(found.cell, "note"),
    ArrowLeft: (found) => found.name === "note" && isAtStart(found.cell.inputs.note) && go(found.cell, "figure"),
    Home: (found, event) => event.ctrlKey && go(cells[0], "figure"),
    End: (found, event) => event.ctrlKey && go(cells[cells.length - 1], "figure"),
    F2: (found) => {
      const input = found.cell.inputs[found.name];
      input.setSelectionRange(input.value.length, input.value.length);
      return true;
    },
    Escape: (found) => {
      actions.restore(found.cell);
      found.cell.inputs[found.name].select();
      return true;
    },
  };

  form.addEventListener("keydown", (event) => {
    const isPlain = !event.altKey && !event.metaKey && (!event.ctrlKey || event.key === "Home" || event.key === "End");
    if (event.isComposing || !isPlain) return;
    const found = sheet.find(event.target);
    const key = found && keys[event.key];
    // Enter never submits a half-filled form, not even from the last row.
    if (key && (key(found, event) || event.key === "Enter")) {
      event.preventDefault();
      if (event.key === "Enter") actions.save();
    }
  });
}
