// Figures over replications: mean, lowest and highest of every gauge on every day; how they are said.

const NOTHING = -1000000;

const GAUGES = [
  { id: "pay_opportunity_gini", title: "Pay opportunity", better: "Gini, lower is fairer", scale: 1000, decimals: 2, unit: "" },
  { id: "coverage", title: "Calls in time", better: "higher is better", scale: 10, decimals: 1, unit: " %" },
  { id: "coverage_worst_decile", title: "Worst-served tenth", better: "calls in time, higher is better", scale: 10, decimals: 1, unit: " %" },
  { id: "first_response_hours", title: "First answer", better: "working hours, lower is better", scale: 100, decimals: 2, unit: " h" },
  { id: "contribution", title: "Contribution", better: "so far, higher is better", scale: 1000, decimals: 2, unit: " M" },
];

function percent(value) {
  return `${(100 * value).toFixed(1)} %`;
}

/** Mean, lowest and highest of a gauge over the replications of a run, day by day. */
function bandOf(run, gauge) {
  const known = (run.bands ??= new Map()), key = `${gauge.id} ${run.gauges.length}`;
  if (!known.has(key)) {
    const band = { mean: [], low: [], high: [], count: run.gauges.length };
    for (let day = 0; day < run.dayCount; day++) {
      const values = run.gauges.map((one) => one.series[gauge.id][day]).filter((value) => value > NOTHING / 2);
      const there = values.length > 0;
      band.mean.push(there ? values.reduce((a, b) => a + b, 0) / values.length / gauge.scale : NaN);
      band.low.push(there ? Math.min(...values) / gauge.scale : NaN);
      band.high.push(there ? Math.max(...values) / gauge.scale : NaN);
    }
    known.set(key, band);
  }
  return known.get(key);
}

function sayBand(gauge, band, day) {
  const [mean, low, high] = [band.mean, band.low, band.high].map((values) => values[day].toFixed(gauge.decimals));
  if (!Number.isFinite(band.mean[day])) return "–";
  return band.count > 1 ? `${mean}${gauge.unit} (${low} to ${high})` : `${mean}${gauge.unit}`;
}

/** Months that are over on the evening of each day. */
function monthsOver(dates) {
  let over = 0;
  return dates.map((date, day) => (day + 1 === dates.length || dates[day + 1].slice(0, 7) !== date.slice(0, 7) ? ++over : over));
}

/** Lorenz curve of pay by the end of a month: mean, lowest and highest share held by the lower paid. */
function lorenzOf(run, month) {
  const curves = run.gauges.map((one) => one.pay[month - 1]).filter(Boolean).map(lorenz);
  if (!curves.length) return null;
  const at = (pick) => curves[0].map((_, i) => pick(curves.map((curve) => curve[i])));
  return {
    mean: at((values) => values.reduce((a, b) => a + b, 0) / values.length),
    low: at((values) => Math.min(...values)),
    high: at((values) => Math.max(...values)),
  };
}

function lorenz(amounts) {
  const ascending = [...amounts].sort((a, b) => a - b), total = ascending.reduce((a, b) => a + b, 0) || 1;
  let held = 0;
  return [0, ...ascending.map((amount) => (held += amount) / total)];
}

/** Hours asked of each territory by the end of a week, a year's pace: mean, lowest, highest. */
function workloadOf(run, day) {
  const week = Math.max(0, Math.floor((day + 1) / 5) - 1);
  const rows = run.gauges.map((one) => one.hours[Math.min(week, one.hours.length - 1)]).filter(Boolean);
  if (!rows.length) return null;
  const passed = Math.min((week + 1) * 5, run.dayCount), pace = run.dayCount / passed;
  return run.territories.map((id, t) => {
    const hours = rows.map((row) => row[t] * pace + (run.hoursShift?.[t] ?? 0));
    return {
      id,
      mean: hours.reduce((a, b) => a + b, 0) / hours.length,
      low: Math.min(...hours),
      high: Math.max(...hours),
      capacity: (run.reps[t].shift / 60) * run.dayCount,
    };
  });
}
