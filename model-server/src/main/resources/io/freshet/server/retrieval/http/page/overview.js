// What is told of the whole system, drawn anew with every status.

import { byId, el, fill, id, isNew, say, table, terms } from "./dom.js";
import { clock, count, decimal, duration, percent, rate } from "./format.js";

const STATES = { starting: "Starting", fresh: "Fresh", late: "Late", trouble: "In trouble" };

export function show(status) {
  const state = byId("state");
  say(state, STATES[status.state] ?? status.state);
  state.dataset.state = status.state;
  say(byId("summary"), status.summary);
  serving(status.index);
  problems(status.problems, status.state);
  pipeline(status.pipeline);
  freshness(status.freshness);
  rounds(status.rounds, status.at);
  health(status);
  letters(status.dead_letters);
  sources(status.sources);
}

function serving({ release, generation }) {
  if (!isNew(byId("serving"), [release, generation])) return;
  fill(byId("serving"), release ? ["release ", id(release), `, index generation ${generation}`] : null);
}

function problems(list, state) {
  const shown = list.length || state !== "fresh" ? list : [{ level: "none", what: "Nothing is wrong", remedy: "" }];
  if (!isNew(byId("problems"), shown)) return;
  fill(byId("problems"), shown.map((it) =>
    el("li", { "data-level": it.level }, el("strong", {}, it.what), it.remedy)));
}

function pipeline(steps) {
  if (!isNew(byId("pipeline"), steps)) return;
  const words = { late: "late", stale: "stale" };
  fill(byId("pipeline"), steps.map((step) =>
    el("li", { "data-state": step.state, "data-step": step.id },
      el("b", {}, step.name),
      el("span", { class: "rate" }, rate(step.per_second), " /s"),
      el("small", {}, step.unit),
      el("small", {}, lag(step)),
      el("small", {}, [words[step.state], step.note].filter(Boolean).join(": ")))));
}

function lag(step) {
  const parts = [];
  if (step.lag_records !== null) parts.push(`${count(step.lag_records)} wait`);
  if (step.lag_ms !== null) parts.push(duration(step.lag_ms));
  return parts.join(", ");
}

const figure = (value, name, tone) => el("div", { "data-tone": tone }, el("b", {}, value), el("span", {}, name));

function freshness(it) {
  const over = it.budget_left !== null && it.budget_left < 0;
  fill(byId("freshness"),
    figure(duration(it.p50_ms), "half within"),
    figure(duration(it.p99_ms), "99 in 100 within", it.p99_ms > it.objective_ms ? "bad" : null),
    figure(percent(it.good_share), `within ${duration(it.objective_ms)}, target ${percent(it.target)}`, over ? "bad" : null),
    figure(it.budget_left === null ? "–" : percent(Math.max(0, it.budget_left)),
      `error budget left of the last ${duration(it.window_ms)}`, over ? "bad" : null),
    figure(it.burn === null ? "–" : `${decimal(it.burn, 1)}×`, "budget burnt, five minutes", it.burn > 1 ? "bad" : null));
}

function rounds(list, at) {
  const live = list.filter((it) => it.round > 0);
  const last = live.at(-1);
  if (!last) {
    fill(byId("rounds"), el("p", { class: "said" }, "No round of the serving release has been closed yet."));
    return;
  }
  const before = live.at(-2);
  const affected = live.reduce((sum, it) => sum + above(it), 0);
  const inputs = live.reduce((sum, it) => sum + it.inputs, 0);
  fill(byId("rounds"),
    figure(before ? duration(last.round - before.round) : "–", "length of the newest"),
    figure(duration(Math.max(0, last.closed_at - last.round)), "to close it"),
    figure(duration(Math.max(0, Date.parse(at) - last.round)), "behind"),
    figure(count(last.inputs), "inputs"),
    ...last.affected.map((items, layer) => figure(count(items), `embedded, layer ${layer}`)),
    figure(inputs > 0 ? decimal(affected / inputs, 1) : "–", "embedded for an input"),
    figure(count(live.reduce((sum, it) => sum + it.failed, 0)), "failed"));
}

/** Items embedded in the layers above the text. */
export const above = (round) => round.affected.slice(1).reduce((sum, it) => sum + it, 0);

function health({ index, queries, inference, at }) {
  fill(byId("health"),
    terms([
      ["Serving", index.release ? [id(index.release), ` as generation ${index.generation}`] : "no index yet"],
      ["Items", `${count(index.size)} in the index, ${count(index.catalog)} in the catalogue, ${count(index.users)} histories`],
      ["Index lag", duration(index.lag_ms)],
      ["Recall", `${percent(index.recall10)} of ten, ${percent(index.recall100)} of a hundred`],
      ["Answers", `${rate(queries.per_second)} /s, half within ${duration(queries.p50_ms)}, 99 in 100 within ${duration(queries.p99_ms)}`],
      ["Errors", `${rate(queries.errors_per_second)} /s`],
    ]),
    el("h3", {}, "Inference"),
    inference.state === "unknown"
      ? el("p", { class: "said" }, "Not known: this server was not told where an inference server shows its metrics (--scrape).")
      : el("div", { class: inference.state === "stale" ? "aged" : null }, terms([
        ["Models", inference.models.map((it) => [id(it), " "])],
        ["Rows", `${rate(inference.rows_per_second)} /s, ${decimal(inference.rows_per_batch, 1)} in a batch`],
        ["Time", `${duration(inference.queue_ms)} in the queue, ${duration(inference.compute_ms)} computing`],
        ["Waiting", `${count(inference.pending_rows)} rows`],
        ["Failing", `${rate(inference.failed_per_second)} /s`],
      ])),
    el("p", { class: "said" }, `as of ${clock(at)}`));
}

function letters(it) {
  const body = byId("letters-body");
  if (!isNew(body, it)) return;
  if (it.kept === 0) {
    fill(body, el("p", { class: "said" }, "None: every record that came could be used."));
    return;
  }
  const reasons = Object.entries(it.reasons).sort((a, b) => b[1] - a[1]);
  const most = reasons.length ? reasons[0][1] : 1;
  fill(body,
    el("p", {}, `${count(it.kept)} are kept, ${count(it.last_ten_minutes)} came in the last ten minutes.`),
    table("By reason, of those that this server read", [
      { name: "Reason", cell: (row) => row[0] },
      { name: "Records", number: true, cell: (row) => count(row[1]) },
      { name: "", cell: (row) => el("meter", { min: 0, max: most, value: row[1], "aria-label": `${row[0]}: ${row[1]}` }) },
    ], reasons),
    table("By topic", [
      { name: "Topic", cell: (row) => row.topic },
      { name: "Kept", number: true, cell: (row) => count(row.kept) },
      { name: "Reasons", cell: (row) => Object.keys(row.reasons).sort().join(", ") },
    ], it.topics),
    table("The newest; values are left out, and keys are digests that mean nothing elsewhere", [
      { name: "Refused", cell: (row) => clock(row.at) },
      { name: "Topic", cell: (row) => row.topic },
      { name: "Reason", cell: (row) => row.reason },
      { name: "What was wrong", wordy: true, cell: (row) => row.message },
      { name: "Key", cell: (row) => id(row.key) },
      { name: "Position", cell: (row) => row.position },
      { name: "Bytes", number: true, cell: (row) => count(row.value_bytes) },
    ], it.newest));
}

function sources(list) {
  say(byId("sources"), list.length === 0
    ? "Metrics of no other process are read (--scrape)."
    : `Metrics are read of ${list.map((it) => `${it.name} (${it.state === "ok" ? "" : `${it.state}, `}${it.age_ms === null ? "never seen" : `${duration(it.age_ms)} ago`})`).join(", ")}.`);
}
