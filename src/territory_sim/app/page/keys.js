// Every action by keyboard.

const KEYS = [
  ["Space", "play or pause"],
  [".", "to the next event"],
  ["Right, Left", "a day on, a day back"],
  ["Shift + Right, Left", "a week on, a week back"],
  ["Home, End", "to the first, the last day"],
  ["+, -", "faster, slower"],
  ["1, 2", "change the left, the right side"],
  ["T", "tables of this moment"],
  ["L", "lesson"],
  ["S", "stories"],
  ["?", "this list"],
];

function listenForKeys(app) {
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest?.("input, select, textarea, button, summary, dialog");
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const action = keyAction(app, event);
    // Fields keep their own keys.
    if (!action || (typing && !["?", "."].includes(event.key))) return;
    if (typing && typing.matches("dialog, select")) return;
    event.preventDefault();
    action();
  });
}

function keyAction(app, event) {
  const { clock } = app, days = event.shiftKey ? 5 : 1;
  return {
    " ": () => clock.toggle(),
    ".": () => clock.stepEvent(app.panes.map((pane) => pane.run)),
    ArrowRight: () => clock.stepDays(days),
    ArrowLeft: () => clock.stepDays(-days),
    Home: () => clock.toDay(0),
    End: () => clock.go(clock.end),
    "+": () => clock.setSpeed(clock.speed + 1),
    "-": () => clock.setSpeed(clock.speed - 1),
    1: () => app.openLevers(0),
    2: () => app.openLevers(1),
    t: () => app.openTables(),
    l: () => app.openLesson(),
    s: () => document.querySelector("#stories button:enabled")?.focus(),
    "?": () => app.openHelp(),
  }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
}
