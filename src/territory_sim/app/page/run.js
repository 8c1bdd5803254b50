// One recorded run: what holds at any minute, for customers and for reps.

const HOME_STOP = 4, HOME_PLACE = -1;
const STATE = { SERVED: 0, MISSED: 1, WAITING: 2, LATE: 3, GONE: 4 };

class Run {
  constructor(head, shared) {
    Object.assign(this, head);
    this.shared = shared; // record, region, dayMinutes
    this.dayCount = shared.record.dates.length;
    this.days = [];
    this.gauges = [];
    this.owner = Int32Array.from(head.units);
    this.maps = [{ day: 0, owner: this.owner }];
    const asked = shared.record.requests[head.requests] ?? { account: [], minute: [], on_site: [], deadline: [], expiry: [] };
    this.asked = {
      account: [...asked.account],
      minute: [...sums(asked.minute)],
      onSite: [...asked.on_site],
      deadline: [...asked.deadline],
      expiry: [...asked.expiry],
    };
    this.known = asked.account.length;
    this.end = this.asked.minute.map((minute, i) => minute + asked.expiry[i]);
    this.answeredAt = new Map();
    this.startPlaces = [this.reps.map((rep) => HOME_PLACE)];
    this.cursor = { day: -1 };
    this.unitOf = shared.record.accounts.unit;
    for (const day of head.days ?? []) this.addDay(day);
    for (const one of head.gauges ?? []) this.addGauges(one);
  }

  get recordedDays() {
    return this.days.length;
  }

  addDay(day) {
    const number = this.days.length, begin = number * this.shared.dayMinutes;
    const rep = [];
    const places = [...this.startPlaces[number]];
    for (let r = 0, at = 0; r < this.reps.length; r++) {
      const stops = [];
      let clock = 0;
      for (let k = (day.stops ?? [])[r] ?? 0; k > 0; k--, at++) {
        const leave = clock + day.gap[at], arrive = leave + day.way[at], end = arrive + (day.stay?.[at] ?? 0);
        stops.push({ leave, arrive, end, place: day.place[at], kind: day.kind?.[at] ?? 0 });
        places[r] = day.place[at];
        clock = end;
      }
      rep.push(stops);
    }
    this.startPlaces.push(places);
    this.addMap(number, day.territories ?? []);
    const extra = day.extra ?? [];
    for (let i = 0; i < extra.length; i += 5) {
      this.asked.account.push(extra[i]);
      this.asked.minute.push(extra[i + 1]);
      this.asked.onSite.push(extra[i + 2]);
      this.asked.deadline.push(extra[i + 3]);
      this.asked.expiry.push(extra[i + 4]);
      this.end.push(extra[i + 1] + extra[i + 4]);
    }
    sums(day.answered ?? []).forEach((request, i) => {
      const minute = begin + day.answered_minute[i];
      this.end[request] = minute;
      this.answeredAt.set(request, minute);
    });
    for (const request of sums(day.never ?? [])) this.end[request] = -1;
    this.days.push({
      rep,
      missed: sums(day.missed ?? []),
      gone: sums(day.gone ?? []),
      moved: day.moved ?? [],
      rivals: rivalCalls(day.rivals ?? []),
      answers: day.answers ?? [],
    });
  }

  /** A redraw in the course of the run: the map from this day on. */
  addMap(day, changes) {
    if (!changes.length) return;
    const owner = Int32Array.from(this.maps[this.maps.length - 1].owner);
    for (let i = 0; i < changes.length; i += 2) owner[changes[i]] = changes[i + 1];
    this.maps.push({ day, owner });
  }

  /** Put the map of a day in force; say whether it is another than before. */
  openMap(day) {
    const { owner } = this.maps.findLast((map) => map.day <= day);
    const other = owner !== this.owner;
    this.owner = owner;
    return other;
  }

  addGauges(gauges) {
    const series = {};
    for (const [name, steps] of Object.entries(gauges.series)) series[name] = sums(steps);
    this.gauges.push({ series, pay: gauges.pay, hours: gauges.hours });
  }

  /** Bring missed calls and lost customers to the beginning of a day. */
  stand(day) {
    const { cursor } = this, count = this.unitOf.length;
    if (cursor.day < 0 || cursor.day > day) {
      cursor.day = 0;
      cursor.missed = new Uint8Array(count);
      cursor.gone = new Uint8Array(count);
    }
    for (; cursor.day < Math.min(day, this.days.length); cursor.day++) {
      for (const account of this.days[cursor.day].missed) cursor.missed[account] ^= 1;
      for (const account of this.days[cursor.day].gone) cursor.gone[account] ^= 1;
    }
    return cursor;
  }

  /** State of every account at a minute of the run. */
  statesAt(time, states) {
    const day = Math.floor(time / this.shared.dayMinutes);
    const { missed, gone } = this.stand(day);
    for (let account = 0; account < states.length; account++) {
      states[account] = missed[account] ? STATE.MISSED : STATE.SERVED;
    }
    const { account, minute, deadline } = this.asked, { end } = this;
    for (let i = 0; i < account.length; i++) {
      if (minute[i] > time) {
        if (i < this.known) i = this.known - 1; // the rest of the shared requests come later still
        continue;
      }
      if (end[i] > time) {
        const state = time > minute[i] + deadline[i] ? STATE.LATE : STATE.WAITING;
        if (state > states[account[i]]) states[account[i]] = state;
      }
    }
    for (let one = 0; one < states.length; one++) if (gone[one]) states[one] = STATE.GONE;
    return states;
  }

  /** What a rep does at a minute of a day: {kind, share, from, to, stop}. */
  repAt(day, rep, minute) {
    const stops = this.days[day]?.rep[rep] ?? [];
    let from = this.startPlaces[Math.min(day, this.startPlaces.length - 1)]?.[rep] ?? HOME_PLACE;
    for (const stop of stops) {
      if (minute < stop.leave) return { kind: "rest", from, to: from };
      if (minute < stop.arrive) {
        return { kind: "drive", from, to: stop.place, share: (minute - stop.leave) / (stop.arrive - stop.leave), stop };
      }
      from = stop.place;
      if (minute < stop.end) return { kind: "visit", from, to: from, stop };
    }
    return { kind: "rest", from, to: from };
  }

  /** Unit and point of a place of the record. */
  placeOf(rep, place) {
    const { region } = this.shared;
    if (place >= 0) {
      const at = region.accountPlaces;
      return { unit: this.unitOf[place], x: at[2 * place], y: at[2 * place + 1] };
    }
    const unit = place === HOME_PLACE ? this.reps[rep].home : -place - 2;
    return { unit, x: region.points[2 * unit], y: region.points[2 * unit + 1] };
  }

  /** Minutes of a day at which something begins: a visit, a request, an answer. */
  eventMinutes(day) {
    const minutes = new Set(), begin = day * this.shared.dayMinutes;
    for (const stops of this.days[day]?.rep ?? []) for (const stop of stops) if (stop.kind !== HOME_STOP) minutes.add(stop.arrive);
    this.asked.minute.forEach((minute) => {
      if (minute >= begin && minute < begin + this.shared.dayMinutes) minutes.add(minute - begin);
    });
    for (const minute of this.answeredAt.values()) {
      if (minute >= begin && minute < begin + this.shared.dayMinutes) minutes.add(minute - begin);
    }
    return minutes;
  }

  /** Counts by territory at a moment, for the table. */
  territoryRows(time, states) {
    const rows = this.territories.map((id, t) => ({ id, rep: this.reps[t], waiting: 0, late: 0, missed: 0, gone: 0, accounts: 0 }));
    for (let account = 0; account < states.length; account++) {
      const row = rows[this.owner[this.unitOf[account]]];
      if (!row) continue;
      row.accounts++;
      if (states[account] === STATE.WAITING) row.waiting++;
      if (states[account] === STATE.LATE) row.late++;
      if (states[account] === STATE.MISSED) row.missed++;
      if (states[account] === STATE.GONE) row.gone++;
    }
    return rows;
  }
}

function rivalCalls(flat) {
  const tours = new Map();
  for (let i = 0; i < flat.length; i += 3) {
    const [minute, number, unit] = [flat[i], flat[i + 1], flat[i + 2]];
    if (!tours.has(number)) tours.set(number, []);
    tours.get(number).push({ minute, unit });
  }
  return tours;
}
