// The levers of a pane. In a file they snap to what was recorded, and say so.

class LeverPanel {
  constructor(parent, side, levers, changed) {
    this.levers = levers;
    this.changed = changed; // called with the lever's id and the level asked for
    this.inputs = new Map();
    for (const lever of levers) {
      const id = `${side}-${lever.id}`, row = element("div", { class: "lever" }, parent);
      element("label", { for: id }, row, lever.label);
      if (lever.numbers) {
        const input = element("input", { type: "range", id, min: "0", max: String(lever.levels.length - 1), step: "1" }, row);
        const shown = element("output", { for: id }, row);
        input.addEventListener("input", () => this.say(lever, input, shown));
        input.addEventListener("change", () => changed(lever, lever.levels[Number(input.value)]));
        this.inputs.set(lever.id, { input, shown });
      } else {
        const input = element("select", { id }, row);
        for (const level of lever.levels) element("option", { value: level }, input, lever.words[level] ?? level);
        input.addEventListener("change", () => changed(lever, input.value));
        this.inputs.set(lever.id, { input });
      }
    }
  }

  say(lever, input, shown) {
    const level = lever.levels[Number(input.value)];
    shown.textContent = lever.words[level] ?? level;
    input.setAttribute("aria-valuetext", shown.textContent);
  }

  /** Put every lever where the run stands. */
  stand(levels) {
    for (const lever of this.levers) {
      const { input, shown } = this.inputs.get(lever.id), level = levels[lever.id];
      if (lever.numbers) {
        let at = lever.levels.indexOf(level);
        if (at < 0) at = nearest(lever.levels, level);
        input.value = String(at);
        this.say(lever, input, shown);
      } else {
        if (![...input.options].some((option) => option.value === level)) element("option", { value: level }, input, lever.words[level] ?? level);
        input.value = level;
      }
    }
  }
}

function nearest(levels, wanted) {
  let best = 0;
  levels.forEach((level, i) => {
    if (Math.abs(level - wanted) < Math.abs(levels[best] - wanted)) best = i;
  });
  return best;
}

/** The recorded run nearest to what is asked: first in the lever that was moved, then in all others. */
function nearestRun(runs, levels, lever, wanted) {
  const gap = (run) => {
    const level = run.levels[lever.id];
    if (lever.numbers) return Math.abs(level - wanted);
    return level === wanted ? 0 : 1;
  };
  const others = (run) => Object.keys(levels).filter((id) => id !== lever.id && run.levels[id] !== levels[id]).length;
  return [...runs].sort((a, b) => gap(a) - gap(b) || others(a) - others(b))[0];
}

/** What a trainer is told when a lever was moved in a file. */
function snapSentence(runs, lever, wanted, found, before) {
  const say = (level) => lever.words[level] ?? String(level);
  const recorded = [...new Set(runs.map((run) => run.levels[lever.id]))].sort((a, b) => (lever.numbers ? a - b : 0));
  const list = recorded.map(say).join(", ");
  if (found.levels[lever.id] !== wanted) {
    return `${lever.label}: ${say(wanted)} was not recorded, ${say(found.levels[lever.id])} is shown. Recorded: ${list}.`;
  }
  const along = Object.keys(before).filter((id) => id !== lever.id && found.levels[id] !== before[id]);
  if (along.length) return `${lever.label}: ${say(wanted)} was recorded only together with another change; see the title.`;
  return `${lever.label}: ${say(wanted)}. Recorded: ${list}.`;
}
