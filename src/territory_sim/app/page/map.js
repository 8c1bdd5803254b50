// One map on a canvas: what stays is painted once, what moves is painted each time.

const FILLS = ["#A0D6F1", "#E4D692", "#D68592", "#41925C", "#DDDDDD"];
const FASTEST_WITH_ROADS = 1100; // minutes a second; beyond, ways are drawn as the crow flies

class PaneMap {
  constructor(canvas, region, ways) {
    this.canvas = canvas;
    this.region = region;
    this.ways = ways;
    this.ink = canvas.getContext("2d");
    this.under = document.createElement("canvas");
    this.over = document.createElement("canvas");
    this.patterns = {};
    this.chosen = -1; // territory whose day is shown
    this.showMoved = true;
    this.states = new Uint8Array(region.accountPlaces.length / 2);
  }

  /** Show a run; other is the run in the other pane, against which moved units are marked. */
  show(run, other, owner = run.owner) {
    this.run = run;
    this.owner = owner;
    this.moved = [];
    if (other && other !== run) {
      for (let unit = 0; unit < this.region.units; unit++) {
        const here = run.reps[owner[unit]]?.id, there = other.reps[other.owner[unit]]?.id;
        if (here !== there) this.moved.push(unit);
      }
    }
    this.borders = this.region.borders(owner);
    this.paintStill();
  }

  resize() {
    this.canvas.style.setProperty("--shape", this.region.width / this.region.height);
    const box = this.canvas.getBoundingClientRect();
    if (!box.width) return;
    const dots = Math.min(window.devicePixelRatio || 1, 2);
    const width = Math.round(box.width * dots), height = Math.round((width * this.region.height) / this.region.width);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      for (const sheet of [this.canvas, this.under, this.over]) {
        sheet.width = width;
        sheet.height = height;
      }
    }
    this.scale = width / this.region.width;
    this.dot = (Math.min(box.width, 620) / 480) * dots;
    if (this.run) this.paintStill();
  }

  paintStill() {
    if (!this.scale) return;
    this.paintUnder();
    this.paintOver();
    this.campaignKey = null;
  }

  paintUnder() {
    const ink = this.under.getContext("2d"), { region, scale, owner, run } = this;
    ink.setTransform(1, 0, 0, 1, 0, 0);
    ink.clearRect(0, 0, this.under.width, this.under.height);
    ink.setTransform(scale, 0, 0, scale, 0, 0);
    const byFill = new Map();
    for (let unit = 0; unit < region.units; unit++) {
      const fill = owner[unit] < 0 ? PAPER : FILLS[run.fills[owner[unit]] ?? 4];
      if (!byFill.has(fill)) byFill.set(fill, new Path2D());
      byFill.get(fill).addPath(region.unitPaths[unit]);
    }
    ink.lineJoin = "round";
    for (const [fill, path] of byFill) {
      ink.fillStyle = ink.strokeStyle = fill;
      ink.lineWidth = 0.8 / scale;
      ink.fill(path);
      ink.stroke(path);
    }
    ink.strokeStyle = "rgba(255,255,255,0.5)";
    ink.lineWidth = 0.8;
    ink.stroke(pathOf(region.background));
    if (this.showMoved && this.moved.length) this.fillHatched(ink, "moved", this.moved);
    ink.strokeStyle = INK;
    ink.lineWidth = 2.1;
    ink.lineCap = "round";
    ink.stroke(this.borders);
  }

  fillHatched(ink, kind, units) {
    this.patterns[kind] ??= hatch(kind);
    const path = new Path2D();
    for (const unit of units) path.addPath(this.region.unitPaths[unit]);
    const pattern = ink.createPattern(this.patterns[kind], "repeat");
    pattern.setTransform(new DOMMatrix().scale(this.dot / this.scale));
    ink.fillStyle = pattern;
    ink.fill(path);
  }

  paintOver() {
    const ink = this.over.getContext("2d"), { run, scale, dot } = this;
    ink.setTransform(1, 0, 0, 1, 0, 0);
    ink.clearRect(0, 0, this.over.width, this.over.height);
    run.reps.forEach((rep) => {
      const x = this.region.points[2 * rep.home] * scale, y = this.region.points[2 * rep.home + 1] * scale;
      drawHome(ink, x, y, 4.2 * dot);
    });
    ink.font = `600 ${Math.max(9, Math.round(11.5 * dot))}px system-ui, sans-serif`;
    ink.textAlign = "center";
    ink.textBaseline = "middle";
    ink.lineJoin = "round";
    run.labels.forEach((label, territory) => {
      if (!label.length) return;
      const [x, y, toX, toY] = label.map((value) => value * scale);
      if (x !== toX || y !== toY) {
        ink.strokeStyle = INK;
        ink.lineWidth = 1;
        ink.beginPath();
        ink.moveTo(x, y);
        ink.lineTo(toX, toY);
        ink.stroke();
      }
      ink.strokeStyle = "rgba(255,255,255,0.92)";
      ink.lineWidth = 3.5 * dot;
      ink.strokeText(run.reps[territory].id, x, y);
      ink.fillStyle = "#000";
      ink.fillText(run.reps[territory].id, x, y);
    });
  }

  /** Paint a moment. */
  paint(time, speed) {
    if (!this.run || !this.scale) return;
    const { ink, run } = this;
    ink.setTransform(1, 0, 0, 1, 0, 0);
    ink.clearRect(0, 0, this.canvas.width, this.canvas.height);
    ink.drawImage(this.under, 0, 0);
    const minutes = run.shared.dayMinutes, day = Math.min(Math.floor(time / minutes), run.dayCount - 1);
    const minute = time - day * minutes;
    this.paintCampaigns(day);
    this.paintCustomers(time);
    ink.drawImage(this.over, 0, 0);
    if (run.legs && day < run.recordedDays) {
      this.paintRivals(day, minute);
      this.paintReps(day, minute, speed > FASTEST_WITH_ROADS);
    }
  }

  paintCampaigns(day) {
    const running = this.run.campaigns.filter((one) => day >= one.start && day < one.start + one.days);
    if (!running.length) return;
    this.ink.setTransform(this.scale, 0, 0, this.scale, 0, 0);
    for (const one of running) this.fillHatched(this.ink, "campaign", (one.places ??= sums(one.units)));
    this.ink.setTransform(1, 0, 0, 1, 0, 0);
  }

  paintCustomers(time) {
    const { ink, run, scale, dot } = this, places = this.region.accountPlaces;
    const states = run.statesAt(time, this.states);
    ink.fillStyle = "rgba(31,36,48,0.62)";
    const small = 1.7 * dot, half = small / 2;
    for (let one = 0; one < states.length; one++) {
      if (states[one] === STATE.SERVED) ink.fillRect(places[2 * one] * scale - half, places[2 * one + 1] * scale - half, small, small);
    }
    // The gravest are painted last, over the others.
    for (const state of [STATE.GONE, STATE.MISSED, STATE.WAITING, STATE.LATE]) {
      for (let one = 0; one < states.length; one++) {
        if (states[one] === state) drawState(ink, state, places[2 * one] * scale, places[2 * one + 1] * scale, 3.1 * dot);
      }
    }
  }

  paintRivals(day, minute) {
    const { ink, run, scale, dot, region } = this;
    const names = run.rivals, first = names.indexOf(names.find((name) => name !== names[0]));
    for (const [number, calls] of run.days[day].rivals) {
      const next = calls.findIndex((call) => call.minute > minute);
      const before = calls[next < 0 ? calls.length - 1 : next - 1], after = next < 0 ? undefined : calls[next];
      if ((!before && after.minute - minute > 45) || (!after && minute - before.minute > 45)) continue;
      const a = (before ?? after).unit, b = (after ?? before).unit;
      const share = before && after ? clamp(1 - (after.minute - minute) / 45, 0, 1) : 0;
      const x = mix(region.points[2 * a], region.points[2 * b], share), y = mix(region.points[2 * a + 1], region.points[2 * b + 1], share);
      drawRival(ink, first > 0 && number >= first ? 1 : 0, x * scale, y * scale, 3 * dot);
    }
  }

  paintReps(day, minute, straight) {
    const { ink, run, scale, dot } = this;
    if (this.chosen >= 0) this.paintDay(day, this.chosen);
    const standing = run.reps.map((_, rep) => {
      const doing = run.repAt(day, rep, minute);
      return { doing, place: this.whereIs(rep, doing, straight) };
    });
    ink.strokeStyle = "rgba(31,36,48,0.75)";
    ink.lineWidth = 1.4 * dot;
    for (const { doing, place } of standing) {
      if (doing.kind !== "drive" || !place.line) continue;
      ink.beginPath();
      ink.moveTo(place.x * scale, place.y * scale);
      for (let i = place.after; i < place.line.length; i += 2) ink.lineTo(place.line[i] * scale, place.line[i + 1] * scale);
      ink.stroke();
    }
    standing.forEach(({ doing, place }) => drawRep(ink, doing.kind, place.x * scale, place.y * scale, 4.1 * dot));
  }

  paintDay(day, rep) {
    const { ink, run, scale, dot } = this;
    let from = run.startPlaces[day][rep];
    ink.strokeStyle = "#000";
    ink.lineWidth = 1.6 * dot;
    ink.setLineDash([4 * dot, 3 * dot]);
    ink.beginPath();
    for (const stop of run.days[day].rep[rep]) {
      const line = this.lineOf(rep, from, stop.place, false);
      ink.moveTo(line[0] * scale, line[1] * scale);
      for (let i = 2; i < line.length; i += 2) ink.lineTo(line[i] * scale, line[i + 1] * scale);
      from = stop.place;
    }
    ink.stroke();
    ink.setLineDash([]);
  }

  lineOf(rep, from, to, straight) {
    const a = this.run.placeOf(rep, from), b = this.run.placeOf(rep, to);
    const line = [a.x, a.y];
    if (!straight && a.unit !== b.unit) {
      for (const unit of this.ways.between(a.unit, b.unit).slice(1, -1)) line.push(this.region.points[2 * unit], this.region.points[2 * unit + 1]);
    }
    line.push(b.x, b.y);
    return line;
  }

  /** Where a rep is: {x, y}, and on the road the line still ahead from place `after` on. */
  whereIs(rep, doing, straight) {
    if (doing.kind !== "drive") return this.run.placeOf(rep, doing.to);
    const line = straight ? this.lineOf(rep, doing.from, doing.to, true) : (doing.stop.line ??= this.lineOf(rep, doing.from, doing.to, false));
    let length = 0;
    for (let i = 2; i < line.length; i += 2) length += Math.hypot(line[i] - line[i - 2], line[i + 1] - line[i - 1]);
    let left = doing.share * length;
    for (let i = 2; i < line.length; i += 2) {
      const step = Math.hypot(line[i] - line[i - 2], line[i + 1] - line[i - 1]);
      if (left <= step || i === line.length - 2) {
        const share = step ? clamp(left / step, 0, 1) : 1;
        return { x: mix(line[i - 2], line[i], share), y: mix(line[i - 1], line[i + 1], share), line, after: i };
      }
      left -= step;
    }
    return { x: line[0], y: line[1] };
  }

  /** Point of an event of the pointer, in drawing units. */
  pointOf(event) {
    const box = this.canvas.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * this.region.width, ((event.clientY - box.top) / box.height) * this.region.height];
  }

  accountNear(x, y) {
    const places = this.region.accountPlaces, reach = 7;
    let best = -1, nearest = reach * reach;
    for (let one = 0; one < this.states.length; one++) {
      const gap = (places[2 * one] - x) ** 2 + (places[2 * one + 1] - y) ** 2;
      if (gap < nearest) [best, nearest] = [one, gap];
    }
    return best;
  }
}

function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}

function mix(a, b, share) {
  return a + (b - a) * share;
}
