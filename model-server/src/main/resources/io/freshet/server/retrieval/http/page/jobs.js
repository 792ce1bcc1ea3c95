// The jobs on Flink: whether they run, and what holds them up.

import { byId, el, fill, id, isNew, table } from "./dom.js";
import { count, duration, percent } from "./format.js";

export function show({ jobs }) {
  const body = byId("jobs");
  if (!isNew(body, jobs)) return;
  if (jobs.length === 0) {
    fill(body, el("p", { class: "said" }, "Not known: this server was not told where Flink shows its metrics (--scrape)."));
    return;
  }
  fill(body, el("div", { class: jobs.some((it) => it.state === "stale") ? "aged" : null }, table(null, [
    { name: "Job", cell: (it) => id(it.name) },
    { name: "Runs for", number: true, cell: (it) => it.running_ms > 0 ? duration(it.running_ms) : el("span", { class: "error" }, "not running") },
    { name: "Restarts", number: true, cell: (it) => count(it.restarts) },
    { name: "Last checkpoint", number: true, cell: (it) => it.checkpoint_age_ms === null ? "none yet" : `${duration(it.checkpoint_age_ms)} ago` },
    { name: "It took", number: true, cell: (it) => duration(it.checkpoint_ms) },
    { name: "Failed ones", number: true, cell: (it) => count(it.failed_checkpoints) },
    { name: "Busiest subtask", number: true, cell: (it) => percent(it.busy) },
    { name: "Back pressure", number: true, cell: (it) => percent(it.back_pressured) },
    { name: "Inference asked again", number: true, cell: (it) => count(it.inference_retries) },
  ], jobs)));
}
