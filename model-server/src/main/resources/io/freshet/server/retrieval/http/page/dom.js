// Builds elements. Text becomes text nodes, never markup, so ids and titles may hold anything.

/** An element with attributes (on... are listeners, data-... and the like attributes) and children. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined) element.append(child);
  }
}

export const byId = (id) => document.getElementById(id);

/** Replaces the children, and gives the focus back to the one of the same data-key. */
export function fill(element, ...children) {
  const active = document.activeElement;
  const key = element.contains(active) ? active.dataset.key : undefined;
  const fragment = document.createDocumentFragment();
  append(fragment, children);
  element.replaceChildren(fragment);
  if (key !== undefined) {
    const again = [...element.querySelectorAll("[data-key]")].find((it) => it.dataset.key === key);
    if (again) again.focus();
  }
}

/** Sets a text only when it is another, so that screen readers are told of changes alone. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

const shown = new WeakMap();

/** Whether the value is another than the one shown in the element before; then it is remembered. */
export function isNew(element, value) {
  const text = JSON.stringify(value);
  if (shown.get(element) === text) return false;
  shown.set(element, text);
  return true;
}

/** A table with a caption, columns {name, number?, cell(row)} and rows. */
export function table(caption, columns, rows) {
  return el("div", { class: "scroll" },
    el("table", {},
      caption ? el("caption", {}, caption) : null,
      el("thead", {}, el("tr", {}, columns.map((it) => el("th", { scope: "col", class: it.number && "number" }, it.name)))),
      el("tbody", {}, rows.map((row) => el("tr", {},
        columns.map((it) => el("td", { class: it.number ? "number" : it.wordy ? "wordy" : null }, it.cell(row))))))));
}

/** A list of terms: pairs of a name and what is shown. */
export function terms(pairs) {
  return el("dl", {}, pairs.filter((it) => it).map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}

/** A title, apart from the text around it whatever its direction. */
export const title = (text) => el("bdi", { class: "title" }, text ?? "");

/** An id, as it is. */
export const id = (text) => el("bdi", { class: "id" }, text ?? "");
