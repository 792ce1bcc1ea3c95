// The releases, and which one serves.

import { post, path, withKey } from "./api.js";
import { byId, el, fill, id, isNew, say, table } from "./dom.js";
import { count, percent } from "./format.js";

const ROLES = {
  serving: "serving", previous: "kept for a rollback", building: "being filled, to serve next",
  prepared: "filled ahead", announced: "no index here",
};

export function show({ releases }) {
  const body = byId("releases");
  if (!isNew(body, releases)) return;
  if (releases.known.length === 0) {
    fill(body, el("p", { class: "said" }, "None was announced yet: train one with ./freshet train."));
    return;
  }
  fill(body,
    table(null, [
      { name: "Release", cell: (it) => [id(it.release), it.release === releases.active ? [" ", el("span", { class: "tag" }, "active")] : null] },
      { name: "Index", cell: (it) => [el("span", { class: "tag", "data-role": it.role }, ROLES[it.role] ?? it.role), filled(it)] },
      { name: "", cell: (it) => action(it, releases) },
    ], releases.known),
    releases.fixed ? el("p", { class: "said" }, "This server was told to serve one release, whichever is active.") : null);
}

const filled = ({ items, coverage }) => (items === null ? null : el("div", { class: "said" }, `${count(items)} items, ${percent(coverage)} of the catalogue`));

function action(it, { active, previous, fixed }) {
  if (fixed) return null;
  if (it.release !== active) {
    return el("button", { class: "small", type: "button", "data-key": `activate ${it.release}`, onclick: () => turn(it.release, "activate") }, "Activate");
  }
  return previous
    ? el("button", { class: "small", type: "button", "data-key": `rollback ${it.release}`, onclick: () => turn(it.release, "rollback") }, "Roll back")
    : null;
}

async function turn(release, how) {
  const said = byId("releases-said");
  const question = how === "activate"
    ? `Activate release ${release}? Every server will answer from it.`
    : `Roll back ${release}? Every server will answer from the release before it.`;
  if (!confirm(question)) return;
  said.classList.remove("error");
  say(said, "Asking");
  try {
    const answer = await withKey("Switching releases needs the admin key.", () => post(path`api/releases/${release}/${how}`));
    say(said, `${answer.release} is active now.`);
  } catch (error) {
    said.classList.add("error");
    say(said, error.message);
  }
}
