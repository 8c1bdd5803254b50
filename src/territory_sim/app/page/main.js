// The page comes to life.

class App {
  constructor(record, page) {
    this.page = page;
    this.region = new RegionMap(record.region, record.accounts);
    this.ways = new Ways(this.region);
    this.shared = { record, region: this.region, dayMinutes: record.day_minutes };
    this.runs = record.runs.map((run) => new Run(run, this.shared));
    this.clock = new Clock(record.day_minutes, record.dates.length, () => this.paint());
    this.panes = ["left", "right"].map((side, place) => new Pane(side, place, this));
    this.live = page.mode === "live" ? new LiveSource(this) : null;
    this.gauges = this.makeGauges(record);
    this.lessons = new LessonBook(this, page.lesson);
    this.bar = new TimeBar(this);
    this.stories = new StoryShelf(this, document.getElementById("stories"));
    for (const pane of this.panes) this.fillChooser(pane);
    this.start(readAddress());
    listenForKeys(this);
    new ResizeObserver(() => this.resize()).observe(this.panes[0].map.canvas);
    window.addEventListener("hashchange", () => this.start(readAddress()));
  }

  makeGauges(record) {
    const parent = document.getElementById("gauges");
    return [
      new LineGauge(parent, GAUGES[0], record.dates),
      new LorenzGauge(parent, record.dates),
      ...GAUGES.slice(1).map((gauge) => new LineGauge(parent, gauge, record.dates)),
      new WorkloadGauge(parent),
    ];
  }

  fillChooser(pane) {
    this.runs.forEach((run, i) => element("option", { value: String(i) }, pane.chooser, run.id));
    pane.chooser.hidden = this.runs.length < 2;
  }

  start(address) {
    const first = [this.runNamed(address.left) ?? this.runs[0], this.runNamed(address.right) ?? this.runs[Math.min(1, this.runs.length - 1)]];
    this.panes.forEach((pane, place) => {
      if (this.live && pane.run && pane.base === first[place].id) return; // its run is there or on its way
      this.choose(place, first[place]);
    });
    if (address.speed !== undefined) this.clock.speed = clamp(Math.round(address.speed), 0, SPEEDS.length - 1);
    const day = (address.day ?? 1) - 1, minute = address.minute ?? (address.day === undefined ? 150 : 0);
    this.clock.time = clamp(day * this.shared.dayMinutes + minute, 0, this.clock.end);
    this.resize();
    this.showGauges();
  }

  resize() {
    for (const pane of this.panes) pane.map.resize();
    this.showMaps();
  }

  showMaps() {
    const [left, right] = this.panes;
    left.map.show(left.run, null, left.redesign.owner());
    right.map.show(right.run, left.run, right.redesign.owner());
    this.paint();
  }

  showRun(place, run) {
    this.panes[place].show(run);
    this.showMaps();
    this.showGauges();
  }

  showGauges() {
    const runs = this.panes.map((pane) => pane.run);
    for (const gauge of this.gauges) gauge.show(runs);
    this.paint();
  }

  /** The run of a name, or the first of its variants. */
  runNamed(name) {
    return this.runs.find((run) => run.id === name) ?? this.runs.find((run) => run.id.startsWith(`${name} `));
  }

  /** Show two runs from the first morning on. */
  tellStory(pair) {
    this.clock.pause();
    pair.forEach((run, place) => this.choose(place, run));
    this.clock.go(0);
    this.showMaps();
    this.showGauges();
    this.panes[0].root.scrollIntoView({ block: "nearest" });
    document.getElementById("play").focus();
  }

  /** Begin a pane anew with one of the page's own runs. */
  choose(place, run) {
    this.panes[place].base = run.id;
    this.panes[place].show(run);
    if (this.live) this.live.ask(place, run.levels);
  }

  moveLever(place, lever, level) {
    const pane = this.panes[place], before = pane.run.levels;
    if (this.live) {
      // Another number of reps, or another split, is another map: moves on the old one mean nothing there.
      const moves = ["reps", "split"].includes(lever.id) ? [] : pane.redesign.moves();
      this.live.ask(place, { ...before, [lever.id]: level }, moves);
      return;
    }
    const found = nearestRun(this.runs, before, lever, level);
    const sentence = snapSentence(this.runs, lever, level, found, before);
    this.showRun(place, found);
    pane.say(found.legs ? sentence : `${sentence} Recorded without movements.`);
  }

  redrawn(place) {
    const pane = this.panes[place];
    this.showMaps();
    for (const gauge of this.gauges) gauge.tell(this.clock.day);
    if (this.live) this.live.ask(place, pane.run.levels, pane.redesign.moves());
  }

  /** Draw this moment in both panes, at the same time of the same day. */
  paint() {
    if (!this.bar) return;
    const { clock } = this, speed = clock.playing ? clock.minutesPerSecond : 0;
    const redrawn = this.panes.filter((pane) => pane.run.openMap(clock.day));
    if (redrawn.length) return this.showMaps();
    for (const pane of this.panes) pane.map.paint(clock.time, speed);
    for (const gauge of this.gauges) if (gauge.runs) gauge.tell(clock.day);
    this.bar.tell();
    if (!clock.playing) this.settle();
  }

  /** What need not keep pace with the pictures: words, tables, the address. */
  settle() {
    clearTimeout(this.settling);
    this.settling = setTimeout(() => {
      const { clock } = this;
      for (const pane of this.panes) {
        pane.map.canvas.setAttribute("aria-label", mapSentence(pane.run, clock.time, pane.map.states));
        pane.fillTable();
      }
      fillGaugeTable(document.getElementById("gauge-table"), this.panes.map((pane) => pane.run), clock.day);
      writeAddress(clock, this.panes);
    }, 60);
  }

  openLevers(place) {
    const box = this.panes[place].leverBox;
    box.open = true;
    box.querySelector("input, select").focus();
  }

  openTables() {
    const open = !this.panes[0].tableBox.open;
    for (const pane of this.panes) pane.tableBox.open = open;
    document.getElementById("numbers").open = open;
  }

  openLesson() {
    this.lessons.open();
  }

  openHelp() {
    document.getElementById("help").showModal();
  }
}

/** The bar of time at the foot of the page. */
class TimeBar {
  constructor(app) {
    this.app = app;
    const find = (id) => document.getElementById(id), { clock } = app;
    this.playButton = find("play");
    this.scrub = find("scrub");
    this.date = find("date");
    this.watch = find("watch");
    this.speed = find("speed");
    this.scrub.max = String(clock.end);
    SPEEDS.forEach((speed, i) => element("option", { value: String(i) }, this.speed, speed.label));
    this.playButton.addEventListener("click", () => clock.toggle());
    find("reset").addEventListener("click", () => {
      clock.pause();
      clock.go(0);
    });
    find("step-event").addEventListener("click", () => clock.stepEvent(app.panes.map((pane) => pane.run)));
    find("step-day").addEventListener("click", () => clock.stepDays(1));
    find("step-week").addEventListener("click", () => clock.stepDays(5));
    this.scrub.addEventListener("input", () => clock.go(Number(this.scrub.value)));
    this.speed.addEventListener("change", () => clock.setSpeed(Number(this.speed.value)));
    find("open-help").addEventListener("click", () => app.openHelp());
    find("open-lesson").addEventListener("click", () => app.openLesson());
    find("moved").addEventListener("change", (event) => {
      for (const pane of app.panes) pane.map.showMoved = event.target.checked;
      app.showMaps();
    });
    this.fillHelp(find("keys"));
    this.drawLegend(find("legend"));
  }

  fillHelp(table) {
    for (const [key, does] of KEYS) {
      const row = element("tr", {}, table.tBodies[0]);
      element("th", { scope: "row" }, row, key);
      element("td", {}, row, does);
    }
  }

  drawLegend(list) {
    const symbols = [
      [(ink) => drawState(ink, STATE.SERVED, 9, 9, 7), "served"],
      [(ink) => drawState(ink, STATE.WAITING, 9, 9, 5), "waits for an answer"],
      [(ink) => drawState(ink, STATE.LATE, 9, 10, 5.5), "waits beyond the deadline"],
      [(ink) => drawState(ink, STATE.MISSED, 9, 9, 5.5), "last call missed"],
      [(ink) => drawState(ink, STATE.GONE, 9, 9, 6), "has left us"],
      [(ink) => drawRep(ink, "drive", 9, 9, 5.5), "rep on the road"],
      [(ink) => drawRep(ink, "visit", 9, 9, 5.5), "rep with a customer"],
      [(ink) => drawHome(ink, 9, 9, 6), "home"],
      [(ink) => drawRival(ink, 0, 9, 9, 6), "rival reps"],
      [(ink) => swatch(ink, "moved"), "unit with another rep than on the left"],
      [(ink) => swatch(ink, "campaign"), "campaign runs"],
    ];
    for (const [draw, text] of symbols) {
      const item = element("li", {}, list), canvas = element("canvas", { width: "36", height: "36", "aria-hidden": "true" }, item);
      const ink = canvas.getContext("2d");
      ink.scale(2, 2);
      draw(ink);
      item.append(text);
    }
  }

  tell() {
    const { clock, shared } = this.app;
    const day = clock.day, date = new Date(`${shared.record.dates[day]}T00:00:00`);
    const words = date.toLocaleDateString("en-GB", { weekday: "short", day: "numeric", month: "short", year: "numeric" });
    const text = `Day ${day + 1} of ${clock.days}, ${words}`;
    if (this.date.textContent !== text) this.date.textContent = text;
    this.watch.textContent = timeOfDay(clock.minute);
    this.scrub.value = String(Math.floor(clock.time));
    this.scrub.setAttribute("aria-valuetext", `${text}, ${timeOfDay(clock.minute)}`);
    if (this.speed.value !== String(clock.speed)) this.speed.value = String(clock.speed);
    const playing = this.playButton.dataset.playing === "yes";
    if (playing !== clock.playing) {
      this.playButton.dataset.playing = clock.playing ? "yes" : "no";
      this.playButton.setAttribute("aria-label", clock.playing ? "Pause" : "Play");
    }
  }
}

function swatch(ink, kind) {
  ink.fillStyle = "#F1EEE4";
  ink.fillRect(2, 2, 14, 14);
  ink.fillStyle = ink.createPattern(hatch(kind), "repeat");
  ink.fillRect(2, 2, 14, 14);
  ink.strokeStyle = INK;
  ink.strokeRect(2, 2, 14, 14);
}

async function begin() {
  performance.mark("begin");
  const told = document.getElementById("fault");
  try {
    const page = JSON.parse(document.getElementById("page").textContent);
    const packed = document.getElementById("record").textContent;
    const app = new App(await unpackRecord(packed), page);
    window.territorySim = app;
    document.body.classList.add("ready");
    performance.mark("first draw");
    performance.measure("to first draw", { start: 0, end: "first draw" });
  } catch (broken) {
    told.hidden = false;
    told.textContent = broken instanceof RecordFault ? broken.message : `This page cannot be shown: ${broken.message}.`;
    document.body.classList.add("broken");
    if (!(broken instanceof RecordFault)) throw broken;
  }
}

begin();
