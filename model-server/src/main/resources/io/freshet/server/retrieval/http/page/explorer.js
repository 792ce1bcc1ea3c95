// One item: what is known of it, what lies near, and how that changed since it was opened.

import { ask, path } from "./api.js";
import { byId, el, fill, id, table, terms, title } from "./dom.js";
import { clock, count, decimal, duration, percent } from "./format.js";
import { moves } from "./moves.js";
import { search } from "./search.js";

const AGAIN_MS = 5000;
const NEAR = 15;
const MOST_OF_A_TYPE = 8;

/** item: its id; first: what was near when it was opened; graph: its neighbors when they were first looked up. */
let open = null;

export function start() {
  byId("explorer-search").append(search("Search the catalogue", "Look at", (it) => explore(it.id)));
  setInterval(() => {
    if (open && !document.hidden && document.body.dataset.feed === "live") look(open);
  }, AGAIN_MS);
}

/** Opens the item and brings it into sight. */
export async function explore(item) {
  open = { item, first: null, graph: null };
  fill(shares, again(open));
  await look(open);
  byId("explorer").scrollIntoView({ block: "start" });
  byId("item").querySelector("h3")?.focus({ preventScroll: true });
}

async function look(what) {
  try {
    const detail = await ask(path`api/items/${what.item}`);
    const near = detail.embedded ? await ask(path`api/items/${what.item}/neighbors?n=${NEAR}`) : null;
    if (what !== open) return;
    what.first ??= near?.items ?? null;
    show(detail, near, what.first);
  } catch (error) {
    if (what === open) fill(byId("item"), el("p", { class: "error", role: "alert" }, error.message));
  }
}

/** Stays while the item is looked at again: what it shows is asked for by hand. */
const shares = el("div");

async function lookAtGraph(what) {
  try {
    const { neighbors, as_of } = await ask(path`api/items/${what.item}/graph`);
    if (what !== open) return;
    what.graph ??= neighbors;
    const before = new Map(what.graph.map((it) => [it.id, it.share]));
    const now = new Set(neighbors.map((it) => it.id));
    const gone = largest(what.graph).filter((it) => !now.has(it.id)).map((it) => ({ ...it, share: null }));
    fill(shares, again(what), neighbors.length === 0
      ? el("p", { class: "said" }, "The graph has no neighbors of it.")
      : table(`${count(neighbors.length)} neighbors in the graph, as of ${clock(as_of)}; the ${MOST_OF_A_TYPE} largest shares of each type`, [
        { name: "Title", cell: link },
        { name: "Type", cell: (it) => it.type },
        { name: "Share", number: true, cell: (it) => percent(it.share) },
        { name: "Since first looked up", number: true, cell: (it) => change(before.get(it.id), it.share) },
      ], [...largest(neighbors), ...gone]));
  } catch (error) {
    if (what === open) fill(shares, again(what), el("p", { class: "error", role: "alert" }, error.message));
  }
}

/** The largest shares of each type; a share is of its own type's interactions, so types do not compare. */
function largest(neighbors) {
  const ofType = new Map();
  return neighbors.filter((it) => {
    const before = ofType.get(it.type) ?? 0;
    ofType.set(it.type, before + 1);
    return before < MOST_OF_A_TYPE;
  });
}

const again = (what) => el("p", {}, el("button", { type: "button", "data-key": "graph", onclick: () => lookAtGraph(what) },
  what.graph ? "Look up the neighbors again" : "Look up the neighbors in the graph"));

const mark = (way, text) => el("span", { class: "move", "data-move": way }, text);

/** How a share changed, in points of a hundred. */
function change(before, now) {
  if (before === undefined) return mark("new", "new");
  if (now === null) return mark("down", "gone");
  const by = ((now - before) * 100).toFixed(1);
  return Math.abs(now - before) < 0.0005 ? null : now > before ? mark("up", `+${by}`) : mark("down", by);
}

function show(detail, near, first) {
  const { attributes } = detail;
  fill(byId("item"),
    el("h3", { tabindex: "-1", "data-key": "heading" }, title(detail.title), " ", el("span", { class: "tag" }, detail.type), " ", id(detail.id)),
    el("div", { class: "two" },
      terms([
        ["Embedded", detail.embedded ? `${duration(detail.embedding_age_ms)} ago` : "not yet"],
        detail.embedded && ["Error estimate", decimal(detail.error_estimate, 4)],
        detail.embedded && ["Neighbors in the graph", count(detail.degree)],
        detail.embedded && ["Newest inputs used", detail.stale ? "no: they could not be embedded" : "yes"],
        detail.embedded && ["Version", id(detail.version)],
        attributes.creator.length > 0 && ["By", title(attributes.creator.join(", "))],
        attributes.genre.length > 0 && ["Genre", attributes.genre.join(", ")],
        attributes.language && ["Language", attributes.language],
        attributes.market.length > 0 && ["Markets", attributes.market.join(", ")],
        attributes.duration_ms !== null && ["Length", duration(attributes.duration_ms)],
        attributes.released_at && ["Released", attributes.released_at.slice(0, 10)],
      ]),
      el("div", {}, near ? nearest(near.items, first ?? []) : el("p", { class: "said" }, "It has no embedding yet, so nothing is near it."))),
    shares);
}

function nearest(items, first) {
  const changed = moves(first, items);
  return table("Nearest embeddings; changes since the item was opened", [
    { name: "", number: true, cell: (it) => items.indexOf(it) + 1 },
    { name: "Title", cell: link },
    { name: "Type", cell: (it) => it.type },
    { name: "Cosine", number: true, cell: (it) => decimal(it.score) },
    { name: "", cell: (it) => changed(it) },
  ], items);
}

const link = (it) => el("button", { class: "plain", type: "button", "data-key": `near ${it.id}`, onclick: () => explore(it.id) }, title(it.title ?? it.id));
