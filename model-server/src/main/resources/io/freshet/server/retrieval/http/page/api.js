// Asks the server. The API key is kept in this module's memory and nowhere else.

import { byId } from "./dom.js";

let key = "";

export class ApiError extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const headers = () => (key ? { "X-API-Key": key } : {});

/** A path whose values are encoded: path`/api/items/${id}`. */
export function path(parts, ...values) {
  return parts.reduce((all, part, at) => {
    const value = String(values[at - 1]);
    if (value === "." || value === "..") {
      throw new ApiError(0, "unreachable", `Browsers cannot ask for the id "${value}" in an address`);
    }
    return all + encodeURIComponent(value) + part;
  });
}

/** The answer's JSON. */
export async function ask(url, options = {}) {
  const response = await fetch(url, {
    ...options,
    headers: { ...headers(), ...(options.body ? { "Content-Type": "application/json" } : {}) },
    cache: "no-store",
  });
  if (!response.ok) throw await refused(response);
  return response.json();
}

export const post = (url, body) => ask(url, { method: "POST", body: body === undefined ? undefined : JSON.stringify(body) });

export async function refused(response) {
  let error = {};
  try {
    error = (await response.json()).error ?? {};
  } catch {
    // Not from our server: a proxy's page, say.
  }
  return new ApiError(response.status, error.code ?? "", error.message ?? `The server answered ${response.status}`);
}

/** Does what needs a key: asks for one first where there is none, and again when it is refused. */
export async function withKey(why, action) {
  if (!key && !(await askForKey(why))) throw new ApiError(0, "no_key", "Nothing was asked: no key was given");
  try {
    return await action();
  } catch (error) {
    const isKey = error.status === 401 || error.status === 403;
    if (!isKey || !(await askForKey(`${why} ${error.message}.`))) throw error;
    return action();
  }
}

/** Opens the dialog for the key; whether one was given. */
export function askForKey(why) {
  const dialog = byId("key-dialog");
  const input = byId("key-input");
  byId("key-why").textContent = `${why} It is kept in the memory of this tab only.`;
  input.value = "";
  dialog.returnValue = "cancel";
  dialog.showModal();
  input.focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      const given = dialog.returnValue === "use" && input.value !== "";
      if (given) {
        key = input.value;
        document.dispatchEvent(new Event("key"));
      }
      input.value = "";
      resolve(given);
    }, { once: true });
  });
}
