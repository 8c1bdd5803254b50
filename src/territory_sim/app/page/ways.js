// The way of a leg: from neighbour to neighbour, the shortest on the map (A*), remembered.

class Ways {
  constructor(region) {
    this.region = region;
    this.known = new Map();
    this.cost = new Float64Array(region.units);
    this.before = new Int32Array(region.units);
    this.mark = new Int32Array(region.units);
    this.round = 0;
  }

  /** Units passed on the way, both ends included. */
  between(origin, destination) {
    const key = origin * this.region.units + destination;
    let way = this.known.get(key);
    if (way === undefined) {
      if (this.known.size > 30000) this.known.clear();
      way = origin === destination ? [origin] : this.search(origin, destination);
      this.known.set(key, way);
    }
    return way;
  }

  search(origin, destination) {
    const { points, neighbours } = this.region, { cost, before, mark } = this;
    const gap = (a, b) => Math.hypot(points[2 * a] - points[2 * b], points[2 * a + 1] - points[2 * b + 1]);
    const open = new Heap();
    const round = (this.round += 2); // mark = round: seen; round + 1: done
    cost[origin] = 0;
    before[origin] = origin;
    mark[origin] = round;
    open.push(gap(origin, destination), origin);
    while (open.size) {
      const here = open.pop();
      if (here === destination) return this.back(origin, destination);
      if (mark[here] === round + 1) continue;
      mark[here] = round + 1;
      for (const next of neighbours[here]) {
        if (mark[next] === round + 1) continue;
        const through = cost[here] + gap(here, next);
        if (mark[next] === round && cost[next] <= through) continue;
        mark[next] = round;
        cost[next] = through;
        before[next] = here;
        open.push(through + gap(next, destination), next);
      }
    }
    return [origin, destination]; // no road between them: as the crow flies
  }

  back(origin, destination) {
    const way = [destination];
    while (way[way.length - 1] !== origin) way.push(this.before[way[way.length - 1]]);
    return way.reverse();
  }
}

/** The smallest first. */
class Heap {
  constructor() {
    this.keys = [];
    this.values = [];
  }

  get size() {
    return this.keys.length;
  }

  push(key, value) {
    const { keys, values } = this;
    let at = keys.length;
    keys.push(key);
    values.push(value);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (keys[parent] <= key) break;
      keys[at] = keys[parent];
      values[at] = values[parent];
      at = parent;
    }
    keys[at] = key;
    values[at] = value;
  }

  pop() {
    const { keys, values } = this;
    const top = values[0], key = keys.pop(), value = values.pop();
    if (keys.length) {
      let at = 0;
      for (;;) {
        let child = 2 * at + 1;
        if (child >= keys.length) break;
        if (child + 1 < keys.length && keys[child + 1] < keys[child]) child++;
        if (keys[child] >= key) break;
        keys[at] = keys[child];
        values[at] = values[child];
        at = child;
      }
      keys[at] = key;
      values[at] = value;
    }
    return top;
  }
}
