// Give a unit to another territory, by drag or by form; workload at once; the map as alignment.csv.

class Redesign {
  constructor(pane, region, unitHours, moved) {
    this.pane = pane;
    this.region = region;
    this.unitHours = unitHours;
    this.movedUnit = moved;
    this.changes = new Map();
    this.held = -1;
    const { canvas } = pane.map;
    canvas.addEventListener("pointerdown", (event) => this.take(event));
    canvas.addEventListener("pointerup", (event) => this.drop(event));
    canvas.addEventListener("pointercancel", () => (this.held = -1));
  }

  get on() {
    return this.pane.redraw.checked;
  }

  owner() {
    const owner = Int32Array.from(this.pane.run.owner);
    for (const [unit, territory] of this.changes) owner[unit] = territory;
    return owner;
  }

  take(event) {
    if (!this.on) return;
    this.held = this.region.unitAt(...this.pane.map.pointOf(event));
    if (this.held >= 0) {
      this.pane.map.canvas.setPointerCapture(event.pointerId);
      this.pane.say(`${this.region.unitName(this.held)} is taken up: drop it on another territory.`);
    }
  }

  drop(event) {
    if (this.held < 0) return;
    const unit = this.held, there = this.region.unitAt(...this.pane.map.pointOf(event));
    this.held = -1;
    if (there >= 0) this.move(unit, this.owner()[there]);
  }

  move(unit, territory) {
    const { run } = this.pane, from = this.owner()[unit];
    if (from === territory || territory < 0) return this.pane.say("The unit stays where it was.");
    if (run.owner[unit] === territory) this.changes.delete(unit);
    else this.changes.set(unit, territory);
    this.weigh();
    const [a, b] = [run.territories[from], run.territories[territory]];
    this.pane.say(`${this.region.unitName(unit)} goes from ${a} to ${b}: about ${Math.round(this.unitHours[unit])} hours of work a year.`);
    this.movedUnit();
  }

  /** Shift the hours of the units that changed hands: right at once, before anything is simulated. */
  weigh() {
    const { run } = this.pane, shift = run.territories.map(() => 0);
    for (const [unit, territory] of this.changes) {
      if (run.owner[unit] >= 0) shift[run.owner[unit]] -= this.unitHours[unit];
      shift[territory] += this.unitHours[unit];
    }
    run.hoursShift = shift;
    run.plannedHours = shift.join(" ");
  }

  forget() {
    this.changes.clear();
    if (!this.pane.run) return;
    delete this.pane.run.hoursShift;
    delete this.pane.run.plannedHours;
  }

  undo() {
    this.forget();
    this.pane.run.moves = [];
  }

  /** All moves since the map was drawn, those that the shown run was simulated with included: [unit, territory]. */
  moves() {
    return [...new Map([...(this.pane.run.moves ?? []), ...this.changes])];
  }

  csv() {
    const { run } = this.pane, owner = this.owner(), accounts = run.shared.record.accounts.ids;
    const lines = ["unit_id,account_id,territory_id,rep_id,home_unit_id"];
    const home = (t) => this.region.unitIds[run.reps[t].home];
    const row = (unit, account, t) => [unit, account, run.territories[t], run.reps[t].id, home(t)].map(cell).join(",");
    owner.forEach((t, unit) => {
      if (t >= 0) lines.push(row(this.region.unitIds[unit], "", t));
    });
    for (let i = 0; i < run.named_accounts.length; i += 2) lines.push(row("", accounts[run.named_accounts[i]], run.named_accounts[i + 1]));
    return `${lines.join("\n")}\n`;
  }

  save() {
    const link = element("a", { download: "alignment.csv" });
    link.href = URL.createObjectURL(new Blob([this.csv()], { type: "text/csv" }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }
}

function cell(text) {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
