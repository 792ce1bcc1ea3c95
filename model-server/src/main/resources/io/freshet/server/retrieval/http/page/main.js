// Starts the page.

import { freshnessChart, roundsChart } from "./charts.js";
import { askForKey } from "./api.js";
import { byId, say } from "./dom.js";
import { clock, duration } from "./format.js";
import * as explorer from "./explorer.js";
import { follow } from "./feed.js";
import * as jobs from "./jobs.js";
import * as map from "./map.js";
import * as overview from "./overview.js";
import * as playground from "./playground.js";
import * as releases from "./releases.js";

const freshness = freshnessChart();
const rounds = roundsChart();
let at = null;

function contact(silentMs, why) {
  const lost = byId("lost");
  const state = why ? "lost" : at === null ? "connecting" : "live";
  document.body.dataset.feed = state;
  byId("contact").textContent = at === null ? "Connecting" : `${why ? "last heard" : "as of"} ${clock(at)}`;
  lost.hidden = !why;
  if (why) say(lost, at === null ? `Nothing can be shown: ${why}.` : `Contact is lost: ${why}. What is grey is ${duration(Math.floor(silentMs / 1000) * 1000)} old.`);
}

follow({
  figures: (figures) => freshness.figures(figures),
  status(status) {
    at = status.at;
    overview.show(status);
    jobs.show(status);
    releases.show(status);
    freshness.status(status);
    rounds.status(status);
    map.status(status);
  },
  contact,
});
byId("key-button").addEventListener("click", () => askForKey("Shown to the server with every question."));
explorer.start();
playground.start();
map.start();
