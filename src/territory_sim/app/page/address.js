// The moment in the address: what stands after # can be sent to somebody.

function writeAddress(clock, panes) {
  const parts = [`day=${clock.day + 1}`, `minute=${Math.floor(clock.minute)}`, `speed=${clock.speed}`];
  for (const pane of panes) parts.push(`${pane.side}=${encodeURIComponent(pane.run.id)}`);
  const text = `#${parts.join("&")}`;
  if (location.hash !== text) history.replaceState(null, "", text);
}

/** Read the address; whatever does not fit is passed over. */
function readAddress() {
  const found = {};
  for (const part of location.hash.replace(/^#/, "").split("&")) {
    const [name, value] = part.split("=");
    if (!value) continue;
    try {
      found[name] = decodeURIComponent(value);
    } catch {
      // not something this page wrote
    }
  }
  for (const name of ["day", "minute", "speed"]) {
    const value = Number(found[name]);
    found[name] = Number.isFinite(value) && found[name] !== undefined ? value : undefined;
  }
  return found;
}
