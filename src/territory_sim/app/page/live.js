// Live mode: ask the server for a run and take it in as it comes; what is out of date is dropped.

class LiveSource {
  constructor(app) {
    this.app = app;
    this.numbers = [0, 0];
    this.stop = [null, null];
    this.coming = [null, null];
  }

  /** Ask for the run of a pane; only the answer to the last question counts. */
  async ask(place, levels, moves = []) {
    const number = ++this.numbers[place], pane = this.app.panes[place];
    this.stop[place]?.abort();
    const stop = (this.stop[place] = new AbortController());
    await new Promise((done) => setTimeout(done, 80)); // a lever that is being dragged asks once
    if (number !== this.numbers[place]) return;
    pane.say("Simulating …");
    const words = new URLSearchParams({ base: pane.base, number, ...levels });
    // A unit goes to a territory by their places in the record.
    if (moves.length) words.set("moves", moves.map((move) => move.join(":")).join(","));
    try {
      const answer = await fetch(`run?${words}`, { headers: { "X-Territory-Sim": "page" }, signal: stop.signal });
      if (!answer.ok) throw new RecordFault((await answer.text()).trim() || `The server says ${answer.status}.`);
      await this.take(answer, (line) => number === this.numbers[place] && this.line(place, line, moves));
    } catch (broken) {
      if (number === this.numbers[place] && broken.name !== "AbortError") {
        pane.say(broken instanceof RecordFault ? broken.message : "The server does not answer: is territory-sim serve still running?");
      }
    }
  }

  async take(answer, told) {
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const lines = (rest + value).split("\n");
      rest = lines.pop();
      for (const line of lines) if (line) told(JSON.parse(line));
    }
  }

  line(place, line, moves) {
    const pane = this.app.panes[place];
    if (line.fault) return pane.say(line.fault);
    if (line.head) {
      const { record } = this.app.shared;
      record.requests.push(line.requests);
      line.head.requests = record.requests.length - 1;
      // What follows belongs to this run, whatever the pane shows by then.
      this.coming[place] = new Run(line.head, this.app.shared);
      this.coming[place].moves = moves;
      record.requests.pop();
      return this.app.showRun(place, this.coming[place]);
    }
    const run = this.coming[place];
    if (line.days) {
      for (const day of line.days) run.addDay(day);
      pane.say(`Simulated ${run.recordedDays} of ${run.dayCount} days …`);
      run.cursor.day = -1;
      this.app.paint();
    } else if (line.gauges) {
      run.addGauges(line.gauges);
      this.app.showGauges();
      const count = run.gauges.length;
      pane.say(count > 1 ? `The bands hold ${count} replications.` : "Simulated; the bands fill in.");
    }
    return undefined;
  }
}
