// The same as the maps and gauges, as tables: for screen readers and for whoever wants the numbers.

const DOING = { rest: "at rest", drive: "on the road", visit: "with a customer" };

/** Fill the table of a pane for a moment. */
function fillMomentTable(table, run, time, states) {
  const day = Math.floor(time / run.shared.dayMinutes), minute = time - day * run.shared.dayMinutes;
  const rows = run.territoryRows(time, run.statesAt(time, states)), loads = workloadOf(run, day);
  const body = table.tBodies[0];
  body.replaceChildren();
  rows.forEach((row, t) => {
    const line = element("tr", {}, body);
    const known = run.legs && day < run.recordedDays;
    element("th", { scope: "row" }, line, row.id);
    const cells = [
      row.rep.name ? `${row.rep.id} ${row.rep.name}` : row.rep.id,
      known ? DOING[run.repAt(day, t, minute).kind] : "not recorded",
      row.accounts, row.waiting, row.late, row.missed, row.gone,
      loads ? Math.round(loads[t].mean) : "–",
    ];
    for (const cell of cells) element("td", {}, line, String(cell));
  });
}

/** Fill the table of gauges for a day. */
function fillGaugeTable(table, runs, day) {
  const body = table.tBodies[0];
  body.replaceChildren();
  for (const gauge of GAUGES) {
    const line = element("tr", {}, body);
    element("th", { scope: "row" }, line, `${gauge.title} (${gauge.better})`);
    for (const run of runs) element("td", {}, line, sayBand(gauge, bandOf(run, gauge), day));
  }
}

/** One sentence for whoever does not see the map. */
function mapSentence(run, time, states) {
  const counts = [0, 0, 0, 0, 0];
  for (const state of run.statesAt(time, states)) counts[state]++;
  const said = [
    `${counts[STATE.WAITING]} customers wait for an answer`,
    `${counts[STATE.LATE]} wait beyond the deadline`,
    `the last call was missed on ${counts[STATE.MISSED]}`,
    `${counts[STATE.GONE]} have left`,
  ];
  return `Map of ${run.territories.length} territories, ${run.title}: ${said.join(", ")}. The table below has each territory.`;
}
