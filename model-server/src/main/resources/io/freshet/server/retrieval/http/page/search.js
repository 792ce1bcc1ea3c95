// A search by title, and what it found as buttons.

import { ask } from "./api.js";
import { el, fill, id, title } from "./dom.js";

const PAUSE_MS = 180;
const MOST = 12;

/** A field and its list; chosen(item) is called with the item that was chosen. */
export function search(label, action, chosen) {
  const list = el("ul", { class: "found" });
  const said = el("p", { class: "said", role: "status" });
  const input = el("input", { type: "search", autocomplete: "off", spellcheck: "false", placeholder: "title or id" });
  let waiting;
  let asked = 0;

  async function look() {
    const text = input.value.trim();
    asked += 1;
    const mine = asked;
    if (text === "") {
      fill(list);
      said.textContent = "";
      return;
    }
    try {
      const { items } = await ask(`api/items?${new URLSearchParams({ q: text.slice(0, 200), n: MOST })}`);
      if (mine !== asked) return;
      fill(list, items.map((it) => el("li", {},
        el("button", { class: "plain", type: "button", title: `${action} ${it.id}`, onclick: () => chosen(it) }, title(it.title)),
        " ", el("span", { class: "tag" }, it.type), " ", id(it.id))));
      said.textContent = items.length === 0 ? "Nothing found." : `${items.length === MOST ? "The best " : ""}${items.length} found.`;
      said.classList.remove("error");
    } catch (error) {
      if (mine !== asked) return;
      fill(list);
      said.textContent = error.message;
      said.classList.add("error");
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE_MS);
  });
  const form = el("form", { role: "search", class: "row", onsubmit: (event) => { event.preventDefault(); look(); } },
    el("label", {}, label, input), el("button", {}, "Search"));
  return el("div", {}, form, said, list);
}
