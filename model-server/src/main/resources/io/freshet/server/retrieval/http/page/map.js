// The catalogue in a plane. Points flash when their items are embedded anew.

import { ask } from "./api.js";
import { byId, el, fill, id } from "./dom.js";
import { count, percent } from "./format.js";
import { explore } from "./explorer.js";
import { nearest, towards } from "./points.js";

const FLASH_MS = 1600;
const RADIUS = 2.6;
const RADIUS_OF_FEW = 4.5;
const FEW = 500;
const REACH = 14;
const COLOURS = 8;
const FEWEST = 3;

let view = null;
let wanted = false;
let selected = -1;
let frame = 0;
const flashes = new Map();
const hidden = new Set();
const canvas = el("canvas", { tabindex: "0", role: "application", "aria-describedby": "map-help", "aria-label": "Map of the catalogue" });
const legend = el("div", { class: "legend" });
const about = el("p", { class: "said" });
const chosen = el("p", { class: "said", role: "status" });

export function start() {
  fill(byId("map-body"), about, legend, canvas, chosen,
    el("p", { class: "said", id: "map-help" }, "Click a point to look at its item. By keyboard: arrow keys go from point to point, Enter looks at the item."));
  new IntersectionObserver((entries) => {
    wanted = entries.some((it) => it.isIntersecting);
  }).observe(byId("map"));
  new ResizeObserver(draw).observe(canvas);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  canvas.addEventListener("pointermove", (event) => select(nearest(places(), offset(event), REACH)));
  canvas.addEventListener("click", (event) => {
    select(nearest(places(), offset(event), REACH));
    if (selected >= 0) explore(view.ids[selected]);
  });
  canvas.addEventListener("keydown", keyed);
}

async function load() {
  try {
    view = await ask("api/map");
    flashes.clear();
    select(-1);
    legends();
    draw();
  } catch (error) {
    about.textContent = error.message;
  }
}

/** What a status says of the map: points that moved, or that there is another map. */
export function status({ map, index }) {
  if (!wanted) return;
  if (!view || map.number !== view.number) {
    if (index.size >= FEWEST) load();
    else about.textContent = "There is a map as soon as an index serves.";
    return;
  }
  const now = performance.now();
  map.points.forEach((point, at) => {
    view.x[point] = map.x[at];
    view.y[point] = map.y[at];
    flashes.set(point, now);
  });
  canvas.dataset.flashed = String(Number(canvas.dataset.flashed ?? 0) + map.points.length);
  if (map.points.length) draw();
}

function legends() {
  about.textContent = `${count(view.ids.length)} of ${count(view.of)} items of release ${view.release}, along the two directions in which their embeddings vary most: ${percent(view.explained)} of all variance.`;
  fill(legend, view.types.map((type, at) => el("label", { class: "check" },
    el("input", { type: "checkbox", checked: !hidden.has(type), onchange: (event) => {
      if (event.target.checked) hidden.delete(type); else hidden.add(type);
      draw();
    } }), el("i", { class: `c${at % COLOURS}` }), type)));
}

const offset = (event) => ({ x: event.offsetX, y: event.offsetY });

/** Where the shown points are on the canvas. */
function places() {
  if (!view) return [];
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  const [left, right] = extent(view.x);
  const [low, high] = extent(view.y);
  return view.ids.map((_, at) => hidden.has(view.types[view.type[at]]) ? null : {
    x: 16 + (width - 32) * (view.x[at] - left) / (right - left || 1),
    y: height - 16 - (height - 32) * (view.y[at] - low) / (high - low || 1),
  });
}

function extent(values) {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

function draw() {
  if (frame === 0) frame = requestAnimationFrame(paint);
}

function paint(now) {
  frame = 0;
  const scale = devicePixelRatio || 1;
  canvas.width = Math.round(canvas.clientWidth * scale);
  canvas.height = Math.round(canvas.clientHeight * scale);
  const pen = canvas.getContext("2d");
  const style = getComputedStyle(document.documentElement);
  const colours = Array.from({ length: COLOURS }, (_, at) => style.getPropertyValue(`--type-${at}`).trim());
  pen.scale(scale, scale);
  const all = places();
  all.forEach((place, at) => {
    if (!place) return;
    pen.globalAlpha = 0.7;
    dot(pen, place, all.length < FEW ? RADIUS_OF_FEW : RADIUS, colours[view.type[at] % COLOURS]);
  });
  for (const [at, since] of flashes) {
    const age = (now - since) / FLASH_MS;
    if (age >= 1) flashes.delete(at);
    else if (all[at]) ring(pen, all[at], 4 + 8 * Math.max(0, age), 1 - Math.max(0, age), colours[view.type[at] % COLOURS]);
  }
  if (all[selected]) ring(pen, all[selected], 7, 1, style.getPropertyValue("--ink").trim());
  if (flashes.size) draw();
}

function dot(pen, place, radius, colour) {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.arc(place.x, place.y, radius, 0, 2 * Math.PI);
  pen.fill();
}

function ring(pen, place, radius, alpha, colour) {
  pen.globalAlpha = alpha;
  pen.strokeStyle = colour;
  pen.lineWidth = 2;
  pen.beginPath();
  pen.arc(place.x, place.y, radius, 0, 2 * Math.PI);
  pen.stroke();
}

function select(point) {
  if (point === selected) return;
  selected = point;
  canvas.classList.toggle("pointing", point >= 0);
  fill(chosen, point < 0 ? null : [el("span", { class: "tag" }, view.types[view.type[point]]), " ", id(view.ids[point])]);
  draw();
}

function keyed(event) {
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (way && view) {
    event.preventDefault();
    select(towards(places(), selected, way));
  } else if (event.key === "Enter" && selected >= 0) {
    explore(view.ids[selected]);
  }
}
