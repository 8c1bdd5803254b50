// The region as the page draws it: outlines of units, who neighbours whom, where accounts stand.

class RegionMap {
  constructor(region, accounts) {
    this.width = region.width;
    this.height = region.height;
    this.unitIds = region.units;
    this.unitNames = region.unit_names;
    this.points = pointSums(region.points);
    this.loops = region.loops.map((loops) => loops.map(pointSums));
    this.background = region.background.map(pointSums);
    this.unitPaths = this.loops.map(pathOf);
    this.neighbours = neighbourLists(region.edges, this.unitIds.length);
    this.boxes = this.loops.map(boxOf);
    this.accountPlaces = this.placeAccounts(accounts.unit);
  }

  get units() {
    return this.unitIds.length;
  }

  unitName(unit) {
    const name = this.unitNames[unit];
    return name && name !== this.unitIds[unit] ? `${this.unitIds[unit]} ${name}` : this.unitIds[unit];
  }

  /** Unit under a point in drawing units, or -1. */
  unitAt(x, y) {
    for (let unit = 0; unit < this.units; unit++) {
      const box = this.boxes[unit];
      if (x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3] && inside(this.loops[unit], x, y)) return unit;
    }
    return -1;
  }

  /** Sides of units between two owners, as one path: the outlines of territories. */
  borders(owner) {
    const sides = new Map();
    for (let unit = 0; unit < this.units; unit++) {
      for (const loop of this.loops[unit]) {
        for (let i = 0; i < loop.length; i += 2) {
          const j = (i + 2) % loop.length;
          const here = loop[i] * 4096 + loop[i + 1], there = loop[j] * 4096 + loop[j + 1];
          const key = Math.min(here, there) * 16777216 + Math.max(here, there);
          const known = sides.get(key);
          if (known === undefined) sides.set(key, [owner[unit], loop[i], loop[i + 1], loop[j], loop[j + 1], false]);
          else known[5] = known[0] === owner[unit];
        }
      }
    }
    const path = new Path2D();
    for (const [, x, y, toX, toY, within] of sides.values()) {
      if (!within) {
        path.moveTo(x, y);
        path.lineTo(toX, toY);
      }
    }
    return path;
  }

  /** A place for each account inside its unit: spread evenly, the same on every map. */
  placeAccounts(unitOfAccount) {
    const places = new Float32Array(2 * unitOfAccount.length);
    const taken = new Int32Array(this.units);
    for (let account = 0; account < unitOfAccount.length; account++) {
      const [x, y] = this.placeIn(unitOfAccount[account], taken);
      places[2 * account] = x;
      places[2 * account + 1] = y;
    }
    return places;
  }

  placeIn(unit, taken) {
    const [left, top, right, bottom] = this.boxes[unit];
    for (let attempt = 0; attempt < 24; attempt++) {
      const number = ++taken[unit];
      const x = left + halton(number, 2) * (right - left), y = top + halton(number, 3) * (bottom - top);
      if (inside(this.loops[unit], x, y)) return [x, y];
    }
    return [this.points[2 * unit], this.points[2 * unit + 1]];
  }
}

function pathOf(loops) {
  const path = new Path2D();
  for (const loop of loops) {
    path.moveTo(loop[0], loop[1]);
    for (let i = 2; i < loop.length; i += 2) path.lineTo(loop[i], loop[i + 1]);
    path.closePath();
  }
  return path;
}

function boxOf(loops) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const loop of loops) {
    for (let i = 0; i < loop.length; i += 2) {
      box[0] = Math.min(box[0], loop[i]);
      box[1] = Math.min(box[1], loop[i + 1]);
      box[2] = Math.max(box[2], loop[i]);
      box[3] = Math.max(box[3], loop[i + 1]);
    }
  }
  return box;
}

function inside(loops, x, y) {
  let odd = false;
  for (const loop of loops) {
    for (let i = 0, j = loop.length - 2; i < loop.length; j = i, i += 2) {
      const above = loop[i + 1] > y, aboveBefore = loop[j + 1] > y;
      if (above !== aboveBefore && x < ((loop[j] - loop[i]) * (y - loop[i + 1])) / (loop[j + 1] - loop[i + 1]) + loop[i]) {
        odd = !odd;
      }
    }
  }
  return odd;
}

function halton(number, base) {
  let share = 1, found = 0;
  for (let rest = number; rest > 0; rest = Math.floor(rest / base)) {
    share /= base;
    found += share * (rest % base);
  }
  return found;
}

function neighbourLists(edges, units) {
  const lists = Array.from({ length: units }, () => []);
  for (let i = 0; i < edges.length; i += 2) {
    lists[edges[i]].push(edges[i + 1]);
    lists[edges[i + 1]].push(edges[i]);
  }
  return lists;
}
