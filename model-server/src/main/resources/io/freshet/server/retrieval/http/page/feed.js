// Follows the status by server-sent events. Read by fetch and not by EventSource, which can show no key.

import { headers, refused } from "./api.js";

const SILENCE_MS = 8000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 15000;

/**
 * Follows until the page is left; not while it is hidden.
 *
 * listener: figures(figures), status(status), contact(seconds since the last word, why it is lost)
 */
export function follow(listener) {
  let heardAt = 0;
  let why = "";
  let pause = FIRST_PAUSE_MS;
  let stop = new AbortController();
  let wake = () => {};

  async function connect() {
    for (;;) {
      if (document.hidden) await new Promise((resolve) => { wake = resolve; });
      stop = new AbortController();
      try {
        await read(stop.signal);
        why = "the server ended the stream";
      } catch (error) {
        why = error.name === "AbortError" ? why : error.status ? error.message : "the server does not answer";
      }
      await new Promise((resolve) => {
        wake = resolve;
        setTimeout(resolve, pause);
      });
      pause = Math.min(2 * pause, LONGEST_PAUSE_MS);
    }
  }

  async function read(signal) {
    const response = await fetch("api/status/stream", { headers: headers(), cache: "no-store", signal });
    if (!response.ok) throw await refused(response);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      heardAt = Date.now();
      why = "";
      pause = FIRST_PAUSE_MS;
      const events = (text + value).split("\n\n");
      text = events.pop();
      events.forEach(tell);
    }
  }

  function tell(event) {
    const lines = event.split("\n");
    const name = lines.find((it) => it.startsWith("event: "))?.slice(7);
    const data = lines.filter((it) => it.startsWith("data: ")).map((it) => it.slice(6)).join("\n");
    if (name === "figures") listener.figures(JSON.parse(data));
    if (name === "status") listener.status(JSON.parse(data));
  }

  function watch() {
    const silentMs = heardAt === 0 ? null : Date.now() - heardAt;
    const isLost = heardAt === 0 ? why !== "" : silentMs > SILENCE_MS || (why !== "" && silentMs > SILENCE_MS / 2);
    if (silentMs !== null && silentMs > 3 * SILENCE_MS && !document.hidden) stop.abort();
    if (!document.hidden) listener.contact(silentMs, isLost ? why || "nothing has been heard" : "");
  }

  const again = () => {
    pause = FIRST_PAUSE_MS;
    why = "";
    stop.abort();
    wake();
  };
  document.addEventListener("visibilitychange", () => (document.hidden ? stop.abort() : again()));
  document.addEventListener("key", again);
  setInterval(watch, 500);
  connect();
}
