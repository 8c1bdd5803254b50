// The gauges: two lines with their bands, the Lorenz curve, the workload of each territory.

const SVG = "http://www.w3.org/2000/svg";
const LOOKS = [
  { colour: BLUE, dash: "", name: "left" },
  { colour: RED, dash: "5 3", name: "right" },
];

function svgElement(name, attributes, parent) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent?.append(element);
  return element;
}

function element(name, attributes, parent, text) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  parent?.append(made);
  return made;
}

/** One gauge of days. */
class LineGauge {
  constructor(parent, gauge, dates) {
    this.gauge = gauge;
    this.dates = dates;
    this.figure = element("figure", { class: "gauge", tabindex: "0", role: "group", "aria-label": gauge.title }, parent);
    const caption = element("figcaption", {}, this.figure);
    element("strong", {}, caption, gauge.title);
    element("span", { class: "better" }, caption, gauge.better);
    this.lines = LOOKS.map((look) => {
      const line = element("p", { class: `reading ${look.name}` }, this.figure);
      return [element("span", {}, line), element("span", { class: "band" }, line)];
    });
    this.svg = svgElement("svg", { viewBox: "0 0 240 90", preserveAspectRatio: "none", "aria-hidden": "true" }, this.figure);
    this.pointed = -1;
    this.svg.addEventListener("pointermove", (event) => {
      const box = this.svg.getBoundingClientRect();
      this.pointed = clamp(Math.floor(((event.clientX - box.left) / box.width) * dates.length), 0, dates.length - 1);
      this.tell(this.day);
    });
    this.svg.addEventListener("pointerleave", () => {
      this.pointed = -1;
      this.tell(this.day);
    });
  }

  show(runs) {
    this.bands = runs.map((run) => bandOf(run, this.gauge));
    const values = this.bands.flatMap((band) => [...band.low, ...band.high]).filter(Number.isFinite);
    const low = Math.min(...values, Infinity), high = Math.max(...values, -Infinity);
    // The first days are a handful of customers and would flatten all that follows.
    const settled = this.bands.flatMap((band) => [...band.low.slice(15), ...band.high.slice(15)]).filter(Number.isFinite);
    this.low = settled.length ? Math.min(...settled) : low;
    this.high = settled.length ? Math.max(...settled) : high;
    const room = (this.high - this.low || Math.abs(this.high) || 1) * 0.08;
    this.low -= room;
    this.high += room;
    this.svg.replaceChildren();
    const clip = svgElement("clipPath", { id: `until-${this.gauge.id}` }, this.svg);
    this.until = svgElement("rect", { x: 0, y: 0, width: 0, height: 90 }, clip);
    for (const opacity of [0.28, 1]) {
      const group = svgElement("g", opacity === 1 ? { "clip-path": `url(#until-${this.gauge.id})` } : { opacity }, this.svg);
      this.bands.forEach((band, i) => {
        svgElement("path", { d: this.area(band), fill: LOOKS[i].colour, opacity: 0.16 }, group);
        const line = { d: this.line(band.mean), fill: "none", stroke: LOOKS[i].colour, "stroke-width": 1.8, "stroke-dasharray": LOOKS[i].dash };
        svgElement("path", { ...line, "vector-effect": "non-scaling-stroke" }, group);
      });
    }
    this.cursor = svgElement("line", { y1: 0, y2: 90, stroke: INK, "stroke-width": 1, "vector-effect": "non-scaling-stroke" }, this.svg);
    this.runs = runs;
    this.told = "";
  }

  x(day) {
    return (240 * (day + 0.5)) / this.dates.length;
  }

  y(value) {
    return clamp(90 - (90 * (value - this.low)) / (this.high - this.low), -20, 110);
  }

  line(values) {
    let path = "", on = false;
    values.forEach((value, day) => {
      if (!Number.isFinite(value)) return void (on = false);
      path += `${on ? "L" : "M"}${this.x(day).toFixed(1)} ${this.y(value).toFixed(1)}`;
      on = true;
    });
    return path;
  }

  area(band) {
    const days = band.low.map((_, day) => day).filter((day) => Number.isFinite(band.low[day]));
    if (!days.length) return "";
    const there = days.map((day) => `${this.x(day).toFixed(1)} ${this.y(band.high[day]).toFixed(1)}`);
    const back = days.reverse().map((day) => `${this.x(day).toFixed(1)} ${this.y(band.low[day]).toFixed(1)}`);
    return `M${there.join("L")}L${back.join("L")}Z`;
  }

  tell(day) {
    this.day = day;
    const shown = this.pointed >= 0 ? this.pointed : day;
    const x = this.x(shown);
    this.cursor?.setAttribute("x1", x);
    this.cursor?.setAttribute("x2", x);
    this.until?.setAttribute("width", this.x(day));
    const key = `${shown} ${this.bands.map((band) => band.count)}`;
    if (this.told === key) return;
    this.told = key;
    this.bands.forEach((band, i) => {
      const [mean, between] = sayBand(this.gauge, band, shown).split(" (");
      this.lines[i][0].textContent = mean;
      const date = this.pointed >= 0 ? `, ${this.dates[shown]}` : "";
      this.lines[i][1].textContent = (between ? ` ${between.replace(")", "")}` : "") + date;
    });
  }
}

/** How pay is shared: the Lorenz curve of what equally able reps would have been paid. */
class LorenzGauge {
  constructor(parent, dates) {
    this.over = monthsOver(dates);
    this.figure = element("figure", { class: "gauge lorenz", tabindex: "0", role: "group", "aria-label": "Lorenz curve of pay opportunity" }, parent);
    const caption = element("figcaption", {}, this.figure);
    element("strong", {}, caption, "Who could earn what");
    element("span", { class: "better" }, caption, "nearer the diagonal is fairer");
    this.reading = element("p", { class: "reading" }, this.figure);
    this.svg = svgElement("svg", { viewBox: "-2 -2 104 104", "aria-hidden": "true" }, this.figure);
  }

  show(runs) {
    this.runs = runs;
    this.month = -1;
  }

  tell(day) {
    const month = this.over[day], key = `${month} ${this.runs.map((run) => run.gauges.length)}`;
    if (this.month === key) return;
    this.month = key;
    this.svg.replaceChildren();
    svgElement("path", { d: "M0 100L100 0", stroke: "#8A93A3", "stroke-width": 0.8, "stroke-dasharray": "2 2" }, this.svg);
    svgElement("path", { d: "M0 0V100H100", stroke: "#8A93A3", "stroke-width": 0.8, fill: "none" }, this.svg);
    const said = [];
    this.runs.forEach((run, i) => {
      const curve = month ? lorenzOf(run, month) : null;
      if (!curve) return;
      const point = (values) => values.map((held, k) => `${((100 * k) / (values.length - 1)).toFixed(1)} ${(100 - 100 * held).toFixed(1)}`);
      svgElement("path", { d: `M${point(curve.low).join("L")}L${point(curve.high).reverse().join("L")}Z`, fill: LOOKS[i].colour, opacity: 0.16 }, this.svg);
      svgElement("path", { d: `M${point(curve.mean).join("L")}`, fill: "none", stroke: LOOKS[i].colour, "stroke-width": 1.8, "stroke-dasharray": LOOKS[i].dash ? "4 2.5" : "" }, this.svg);
      said.push(`${LOOKS[i].name} ${percent(curve.mean[Math.floor((curve.mean.length - 1) / 2)])}`);
    });
    this.reading.textContent = said.length ? `Lower-paid half earns: ${said.join(", ")}` : "Paid at the end of each month";
  }
}

/** Hours of work each territory asks for, at a year's pace, the fullest first. */
class WorkloadGauge {
  constructor(parent) {
    this.figure = element("figure", { class: "gauge workload", tabindex: "0", role: "group", "aria-label": "Workload of each territory" }, parent);
    const caption = element("figcaption", {}, this.figure);
    element("strong", {}, caption, "Workload of each territory");
    element("span", { class: "better" }, caption, "hours asked a year; line: what a rep has");
    this.reading = element("p", { class: "reading" }, this.figure);
    this.svg = svgElement("svg", { viewBox: "0 0 240 104", preserveAspectRatio: "none", "aria-hidden": "true" }, this.figure);
    this.svg.addEventListener("pointermove", (event) => this.point(event));
    this.svg.addEventListener("pointerleave", () => this.summary());
  }

  show(runs) {
    this.runs = runs;
    this.key = "";
  }

  tell(day) {
    const key = `${Math.floor((day + 1) / 5)} ${this.runs.map((run) => `${run.gauges.length} ${run.plannedHours ?? ""}`)}`;
    if (this.key === key) return;
    this.key = key;
    this.rows = this.runs.map((run) => workloadOf(run, day)?.sort((a, b) => b.mean - a.mean));
    const highest = Math.max(...this.rows.flatMap((rows) => (rows ?? []).map((row) => Math.max(row.high, row.capacity))), 1);
    this.svg.replaceChildren();
    this.rows.forEach((rows, i) => {
      if (!rows) return;
      const step = 240 / rows.length, bottom = 50 + 54 * i, y = (hours) => (48 * hours) / highest;
      rows.forEach((row, k) => {
        svgElement("rect", { x: k * step + step * 0.15, y: bottom - y(row.mean), width: step * 0.7, height: y(row.mean), fill: LOOKS[i].colour, opacity: 0.75 }, this.svg);
        svgElement("rect", { x: k * step + step * 0.45, y: bottom - y(row.high), width: step * 0.1, height: Math.max(y(row.high) - y(row.low), 0.5), fill: INK }, this.svg);
      });
      const capacity = y(rows.reduce((a, row) => a + row.capacity, 0) / rows.length);
      svgElement("line", { x1: 0, x2: 240, y1: bottom - capacity, y2: bottom - capacity, stroke: INK, "stroke-dasharray": "3 2", "vector-effect": "non-scaling-stroke" }, this.svg);
      svgElement("line", { x1: 0, x2: 240, y1: bottom, y2: bottom, stroke: "#8A93A3", "vector-effect": "non-scaling-stroke" }, this.svg);
    });
    this.summary();
  }

  summary() {
    const said = this.rows.map((rows, i) => {
      if (!rows) return `${LOOKS[i].name} –`;
      const mean = rows.reduce((a, row) => a + row.mean, 0) / rows.length;
      return `${LOOKS[i].name} ${(rows[0].mean / mean).toFixed(2)}`;
    });
    this.reading.textContent = `Fullest over mean: ${said.join(", ")}`;
  }

  point(event) {
    const box = this.svg.getBoundingClientRect();
    const i = event.clientY - box.top > box.height / 2 ? 1 : 0, rows = this.rows[i];
    if (!rows) return;
    const row = rows[clamp(Math.floor(((event.clientX - box.left) / box.width) * rows.length), 0, rows.length - 1)];
    this.reading.textContent = `${LOOKS[i].name} ${row.id}: ${Math.round(row.mean)} h (${Math.round(row.low)} to ${Math.round(row.high)})`;
  }
}
