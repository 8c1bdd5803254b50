// Time: one clock for both panes, in working minutes; it plays, pauses, steps and rewinds.

const SPEEDS = [
  { label: "1 hour a second", minutes: 60 },
  { label: "3 hours a second", minutes: 180 },
  { label: "1 day a second", minutes: 540 },
  { label: "2 days a second", minutes: 1080 },
  { label: "1 week a second", minutes: 2700 },
  { label: "4 weeks a second", minutes: 10800 },
];

class Clock {
  constructor(dayMinutes, days, told) {
    this.dayMinutes = dayMinutes;
    this.days = days;
    this.told = told; // called after every change
    this.time = 0;
    this.speed = 1;
    this.playing = false;
    this.draws = 0;
    this.limit = () => this.end;
  }

  get end() {
    return this.days * this.dayMinutes - 1;
  }

  get day() {
    return Math.floor(this.time / this.dayMinutes);
  }

  get minute() {
    return this.time - this.day * this.dayMinutes;
  }

  get minutesPerSecond() {
    return (SPEEDS[this.speed].minutes * this.dayMinutes) / 540;
  }

  go(time) {
    this.time = clamp(time, 0, this.end);
    this.told();
  }

  toDay(day) {
    this.go(clamp(day, 0, this.days - 1) * this.dayMinutes);
  }

  play() {
    if (this.playing) return;
    if (this.time >= this.end) this.time = 0;
    this.playing = true;
    // Whoever wants less motion gets two still pictures a second.
    const pause = window.matchMedia("(prefers-reduced-motion: reduce)").matches ? 500 : 0;
    let before = performance.now();
    const frame = (now) => {
      if (!this.playing) return;
      if (now - before < pause) return void requestAnimationFrame(frame);
      const seconds = Math.min((now - before) / 1000, 0.6); // a hidden page must not leap when it is seen again
      before = now;
      this.time = Math.min(this.time + seconds * this.minutesPerSecond, this.limit(), this.end);
      if (this.time >= this.end) this.playing = false;
      this.draws++;
      this.told();
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    this.told();
  }

  pause() {
    this.playing = false;
    this.told();
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  setSpeed(speed) {
    this.speed = clamp(speed, 0, SPEEDS.length - 1);
    this.told();
  }

  /** To the next moment at which something begins in any of the runs. */
  stepEvent(runs) {
    this.playing = false;
    for (let day = this.day; day < this.days; day++) {
      const after = day === this.day ? this.minute : -1;
      let next = Infinity;
      for (const run of runs) for (const minute of run.eventMinutes(day)) if (minute > after && minute < next) next = minute;
      if (next < this.dayMinutes) return this.go(day * this.dayMinutes + next);
    }
    return this.go(this.end);
  }

  stepDays(days) {
    this.playing = false;
    this.toDay(days > 0 ? this.day + days : Math.ceil(this.time / this.dayMinutes) + days);
  }
}

/** Time of day as a watch shows it; business opens at eight. */
function timeOfDay(minute) {
  const clock = 8 * 60 + Math.floor(minute);
  return `${String(Math.floor(clock / 60)).padStart(2, "0")}:${String(clock % 60).padStart(2, "0")}`;
}
