// Charts by uPlot. Drawn anew when the colours of the reader's scheme change.

import { byId } from "./dom.js";
import { time } from "./format.js";
import { above } from "./overview.js";

const HEIGHT = 190;
const POINTS = 300;
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** A chart in the element: options(colours) makes uPlot's, data() its data. */
function chart(element, options, data) {
  let plot;
  const make = () => {
    plot?.destroy();
    const axis = { stroke: colour("--soft"), grid: { stroke: colour("--grid"), width: 1 }, ticks: { stroke: colour("--grid"), width: 1 } };
    plot = new uPlot({ width: width(), height: HEIGHT, ...options(axis) }, data(), element);
  };
  const width = () => Math.max(200, element.clientWidth);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", make);
  new ResizeObserver(() => plot?.width !== width() && plot?.setSize({ width: width(), height: HEIGHT })).observe(element);
  return { update: () => (plot ? plot.setData(data()) : make()) };
}

/** Seconds from event to searchable, with the objective. */
export function freshnessChart() {
  let points = { at: [], p50: [], p99: [] };
  let objective = null;
  const seconds = (list) => list.map((it) => (it === null ? null : it / 1000));
  const drawn = chart(byId("freshness-chart"),
    (axis) => ({
      scales: { y: { range: (_, __, max) => [0, 1.15 * Math.max(max ?? 0, (objective ?? 0) / 1000, 0.1)] } },
      axes: [times(axis), { ...axis, values: (_, ticks) => ticks.map((it) => `${it} s`), size: 56 }],
      series: [
        { label: "at", value: at },
        { label: "half within", stroke: colour("--chart-1"), width: 2, value: inSeconds },
        { label: "99 in 100 within", stroke: colour("--chart-2"), width: 2, value: inSeconds },
        { label: "objective", stroke: colour("--chart-3"), width: 1.5, dash: [6, 5], value: inSeconds, points: { show: false } },
      ],
    }),
    () => [points.at.map((it) => it / 1000), seconds(points.p50), seconds(points.p99), points.at.map(() => objective / 1000)]);
  return {
    figures(figures) {
      points = { at: [...figures.at], p50: [...figures.p50_ms], p99: [...figures.p99_ms] };
    },
    status(status) {
      const at = Date.parse(status.at);
      objective = status.freshness.objective_ms;
      if (at > (points.at.at(-1) ?? 0)) {
        points.at.push(at);
        points.p50.push(status.freshness.p50_ms);
        points.p99.push(status.freshness.p99_ms);
        for (const list of Object.values(points)) list.splice(0, Math.max(0, list.length - POINTS));
      }
      drawn.update();
    },
  };
}

const times = (axis) => ({ ...axis, space: 80, values: (_, ticks) => ticks.map((it) => time(it * 1000)) });
const at = (_, value) => (value === null ? "–" : time(value * 1000));
const inSeconds = (_, value) => (value === null || value === undefined ? "–" : `${value.toFixed(1)} s`);
const whole = (_, value) => (value === null || value === undefined ? "–" : String(Math.round(value)));

/** Inputs and items embedded, round by round. */
export function roundsChart() {
  let rounds = [];
  const drawn = chart(byId("rounds-chart"),
    (axis) => ({
      scales: { y: { range: (_, __, max) => [0, Math.max(1, 1.1 * (max ?? 0))] } },
      axes: [times(axis), { ...axis, size: 56 }],
      series: [
        { label: "at", value: at },
        { label: "inputs", stroke: colour("--chart-1"), width: 2, value: whole },
        { label: "embedded above the text", stroke: colour("--chart-2"), width: 2, value: whole },
        { label: "published", stroke: colour("--soft"), width: 1.5, value: whole, dash: [3, 3] },
      ],
    }),
    () => [rounds.map((it) => it.round / 1000), rounds.map((it) => it.inputs), rounds.map(above), rounds.map((it) => it.published)]);
  return {
    status(status) {
      rounds = status.rounds.filter((it) => it.round > 0);
      if (rounds.length) drawn.update();
    },
  };
}
