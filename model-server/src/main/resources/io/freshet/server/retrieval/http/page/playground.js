// Somebody listens, and what is recommended changes.

import { ask, path, post } from "./api.js";
import { byId, el, fill, id, table, title } from "./dom.js";
import { decimal } from "./format.js";
import { explore } from "./explorer.js";
import { moves } from "./moves.js";
import { search } from "./search.js";

const MOST_PLAYS = 500;

/** user: whose history it began with; plays: newest first; added: how many of them were added here. */
let listener = { user: null, plays: [], added: 0 };
let answered = [];
let asked = 0;
let canExplain = false;
const fields = {};

export async function start() {
  build();
  try {
    const api = await ask("openapi.json");
    canExplain = "explain" in (api.components?.schemas?.RecommendRequest?.properties ?? {});
  } catch {
    // Without its description the server answers as well; it is only not asked why.
  }
}

function build() {
  const user = el("input", { autocomplete: "off", spellcheck: "false", placeholder: "user-1" });
  fields.types = el("input", { autocomplete: "off", placeholder: "all" });
  fields.language = el("input", { autocomplete: "off", placeholder: "any", size: 6 });
  fields.market = el("input", { autocomplete: "off", placeholder: "any", size: 6 });
  fields.perCreator = el("input", { type: "number", min: 1, max: 1000, placeholder: "any" });
  fields.exact = el("input", { type: "checkbox" });
  fields.seen = el("input", { type: "checkbox", checked: true });
  fields.plays = el("ol", { class: "plays" });
  fields.who = el("p", { class: "said", role: "status" });
  for (const field of Object.values(fields)) field.addEventListener("change", recommend);
  fill(byId("listener"),
    el("form", { class: "row", onsubmit: (event) => { event.preventDefault(); load(user.value); } },
      el("label", {}, "User", user), el("button", { class: "primary" }, "Take this user"),
      el("button", { type: "button", onclick: () => { user.value = ""; become({ user: null, plays: [], added: 0 }); } }, "Invent somebody")),
    fields.who,
    search("Play something", "Play", (it) => play(it)),
    el("h3", {}, "History, newest first"), fields.plays,
    el("h3", {}, "Wanted"),
    el("div", { class: "row" },
      el("label", {}, "Types, by commas", fields.types), el("label", {}, "Language", fields.language),
      el("label", {}, "Market", fields.market), el("label", {}, "Most per creator", fields.perCreator)),
    el("div", { class: "row" },
      el("label", { class: "check" }, fields.seen, "Leave out what was played"),
      el("label", { class: "check" }, fields.exact, "Exact: look at every item")));
  plays();
  fill(byId("answer"), el("p", { class: "said" }, "Take a user or invent somebody, play something, and see what is recommended change."));
}

async function load(user) {
  if (user === "") return;
  try {
    const history = await ask(path`api/users/${user}/history`);
    await become({ user, plays: history.liked, added: 0 });
  } catch (error) {
    failed(error);
  }
}

async function become(somebody) {
  listener = somebody;
  answered = [];
  plays();
  await recommend();
}

async function play(item) {
  listener = { ...listener, plays: [item, ...listener.plays].slice(0, MOST_PLAYS), added: listener.added + 1 };
  plays();
  await recommend();
}

async function forget(at) {
  listener = { ...listener, plays: listener.plays.filter((_, index) => index !== at), added: listener.added + 1 };
  plays();
  await recommend();
}

function plays() {
  const { user, added } = listener;
  fields.who.textContent = user === null ? "Somebody invented." : `${user}${added ? `, changed here ${added} times; nothing is written` : ""}`;
  fill(fields.plays, listener.plays.map((it, at) => el("li", {}, title(it.title ?? it.id), " ",
    el("button", { class: "small", type: "button", "data-key": `forget ${at}`, "aria-label": `Take away ${it.title ?? it.id}`, onclick: () => forget(at) }, "×"))));
}

/** As a user while nothing was changed, so that the answer is the one that the user gets. */
function question() {
  const filters = [];
  const types = fields.types.value.split(",").map((it) => it.trim()).filter(Boolean);
  if (types.length) filters.push({ field: "type", in: types });
  for (const name of ["language", "market"]) {
    if (fields[name].value.trim()) filters.push({ field: name, is: fields[name].value.trim() });
  }
  return {
    ...(listener.user !== null && listener.added === 0 ? { user: listener.user } : { history: listener.plays.map((it) => it.id) }),
    n: 12,
    ...(filters.length ? { filter: { all: filters } } : {}),
    ...(fields.perCreator.value ? { per_creator: Number(fields.perCreator.value) } : {}),
    exclude_seen: fields.seen.checked,
    exact: fields.exact.checked,
    ...(canExplain ? { explain: true } : {}),
  };
}

async function recommend() {
  asked += 1;
  const mine = asked;
  try {
    const answer = await post("api/recommend", question());
    if (mine !== asked) return;
    show(answer);
    answered = answer.items;
  } catch (error) {
    if (mine === asked) failed(error);
  }
}

function failed(error) {
  fill(byId("answer"), el("p", { class: "error", role: "alert" }, error.message));
}

const SOURCES = { personal: "near what was played", popular: "popular: nothing usable is known of this listener" };

function show({ items, source, index }) {
  const changed = moves(answered, items);
  fill(byId("answer"),
    el("p", { role: "status" }, `${items.length} recommended, ${SOURCES[source] ?? source}; release `, id(index.release)),
    table("Changes since the answer before", [
      { name: "", number: true, cell: (it) => items.indexOf(it) + 1 },
      { name: "Title", cell: (it) => [
        el("button", { class: "plain", type: "button", "data-key": `look ${it.id}`, onclick: () => explore(it.id) }, title(it.title)),
        why(it)] },
      { name: "Type", cell: (it) => it.type },
      { name: "Score", number: true, cell: (it) => decimal(it.score) },
      { name: "", cell: (it) => changed(it) },
      { name: "", cell: (it) => el("button", { class: "small", type: "button", "data-key": `play ${it.id}`, "aria-label": `Play ${it.title}`, onclick: () => play(it) }, "Play") },
    ], items));
}

/** Why it is recommended, where the server says so. */
function why(item) {
  const plays = (item.because?.plays ?? []).slice(0, 2);
  return plays.length === 0 ? null : el("div", { class: "said" }, "because of ",
    plays.map((it, at) => [at ? ", " : "", title(it.title ?? it.id), ` (${decimal(it.contribution, 2)})`]));
}
