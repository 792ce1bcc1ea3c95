// How a ranking changed.

import { el } from "./dom.js";

/** For each item of the new ranking a mark: new, up, down, or nothing where it is as it was. */
export function moves(before, after) {
  const places = new Map(before.map((it, at) => [it.id, at]));
  const now = new Map(after.map((it, at) => [it.id, at]));
  return (item) => {
    if (before.length === 0) return null;
    const was = places.get(item.id);
    if (was === undefined) return el("span", { class: "move", "data-move": "new" }, "new");
    const by = was - now.get(item.id);
    if (by === 0) return null;
    return el("span", { class: "move", "data-move": by > 0 ? "up" : "down", "aria-label": `${by > 0 ? "up" : "down"} by ${Math.abs(by)}` },
      `${by > 0 ? "▲" : "▼"} ${Math.abs(by)}`);
  };
}
