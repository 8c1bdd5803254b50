// One side of the page: its map, levers, table and words.

class Pane {
  constructor(side, place, app) {
    this.side = side;
    this.place = place;
    this.app = app;
    this.root = document.getElementById(side);
    const find = (name) => this.root.querySelector(name);
    this.title = find(".title");
    this.stand = find(".stand");
    this.chooser = find(".chooser");
    this.status = find(".status");
    this.readout = find(".readout");
    this.leverBox = find("details.levers");
    this.tableBox = find("details.moment");
    this.table = find("details.moment table");
    this.redraw = find(".redraw");
    this.map = new PaneMap(find("canvas"), app.region, app.ways);
    this.panel = new LeverPanel(find(".lever-list"), side, app.shared.record.levers, (lever, level) => app.moveLever(place, lever, level));
    this.redesign = new Redesign(this, app.region, app.shared.record.region.unit_hours, () => app.redrawn(place));
    this.listen(find);
  }

  listen(find) {
    this.chooser.addEventListener("change", () => {
      this.app.choose(this.place, this.app.runs[Number(this.chooser.value)]);
      this.app.showMaps();
      this.app.showGauges();
    });
    this.tableBox.addEventListener("toggle", () => this.fillTable());
    const { canvas } = this.map;
    canvas.addEventListener("pointermove", (event) => this.point(event));
    canvas.addEventListener("pointerleave", () => this.point(null));
    this.redraw.addEventListener("change", () => {
      canvas.classList.toggle("redrawing", this.redraw.checked);
      this.say(this.redraw.checked ? "Drag a unit to another territory, or use the form below." : "");
    });
    find(".move").addEventListener("submit", (event) => {
      event.preventDefault();
      const wanted = find(".move-unit").value.trim(), unit = this.app.region.unitIds.indexOf(wanted);
      if (unit < 0) this.say(`There is no unit ${wanted}.`);
      else this.redesign.move(unit, Number(find(".move-to").value));
    });
    find(".save").addEventListener("click", () => this.redesign.save());
    find(".undo").addEventListener("click", () => {
      this.redesign.undo();
      this.app.redrawn(this.place);
      this.say("All units are back where they were.");
    });
  }

  say(text) {
    this.status.textContent = text;
  }

  show(run) {
    this.redesign.forget();
    this.run = run;
    delete run.hoursShift;
    this.title.textContent = run.title;
    this.stand.textContent = run.teaches;
    this.panel.stand(run.levels);
    const to = this.root.querySelector(".move-to");
    to.replaceChildren();
    run.territories.forEach((id, t) => element("option", { value: String(t) }, to, `${id} (${run.reps[t].id})`));
    const known = this.app.runs.indexOf(run);
    this.chooser.value = String(known < 0 ? this.app.runs.findIndex((one) => one.id === this.base) : known);
    if (!run.legs) this.say("Recorded without movements: customers and gauges only.");
  }

  fillTable() {
    if (this.tableBox.open) fillMomentTable(this.table, this.run, this.app.clock.time, this.map.states);
  }

  /** Tell what lies under the pointer. */
  point(event) {
    const { map, run } = this;
    if (!event) {
      this.readout.textContent = "";
      map.chosen = -1;
      this.app.paint();
      return;
    }
    const [x, y] = map.pointOf(event), unit = this.app.region.unitAt(x, y), account = map.accountNear(x, y);
    const territory = unit < 0 ? -1 : map.owner[unit];
    if (territory !== map.chosen) {
      map.chosen = territory;
      this.app.paint();
    }
    if (unit < 0) return void (this.readout.textContent = "");
    const said = [`Unit ${this.app.region.unitName(unit)}`];
    if (territory >= 0) {
      const rep = run.reps[territory];
      said.push(`${run.territories[territory]}, rep ${rep.name ? `${rep.id} ${rep.name}` : rep.id}`);
      if (run.legs && this.app.clock.day < run.recordedDays) said.push(DOING[run.repAt(this.app.clock.day, territory, this.app.clock.minute).kind]);
    }
    if (account >= 0) {
      const { ids, names, segment } = run.shared.record.accounts;
      said.push(`customer ${names[account] || ids[account]} (${"ABC"[segment[account]]}): ${STATE_WORDS[map.states[account]]}`);
    }
    this.readout.textContent = said.join(" · ");
  }
}

const STATE_WORDS = ["served", "last call missed", "waits for an answer", "waits beyond the deadline", "has left us"];
