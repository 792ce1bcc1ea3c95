// Numbers and times for people. What is not known is a dash, never zero.

const NONE = "–";
const known = (value) => value !== null && value !== undefined && Number.isFinite(value);
const plain = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

export const count = (value) => (known(value) ? plain.format(value) : NONE);

/** A rate, with a digit behind the point while it is small. */
export function rate(value) {
  if (!known(value)) return NONE;
  return value >= 10 || value === 0 ? plain.format(value) : value.toFixed(1);
}

export const percent = (share) => (known(share) ? `${(share * 100).toFixed(share > 0.995 && share < 1 ? 2 : 0)} %` : NONE);

export const decimal = (value, digits = 3) => (known(value) ? value.toFixed(digits) : NONE);

/** Milliseconds in the unit that suits. */
export function duration(millis) {
  if (!known(millis)) return NONE;
  if (millis < 1) return "< 1 ms";
  if (millis < 1000) return `${Math.round(millis)} ms`;
  const seconds = millis / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = seconds / 60;
  if (minutes < 60) return `${Math.floor(minutes)} min ${Math.floor(seconds % 60)} s`;
  const hours = minutes / 60;
  return hours < 48 ? `${Math.floor(hours)} h ${Math.floor(minutes % 60)} min` : `${Math.floor(hours / 24)} days`;
}

const pad = (number) => String(number).padStart(2, "0");

/** Time of day here. */
export function time(at) {
  const date = new Date(at);
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
}

/** Time of day here, with its offset from UTC. */
export function clock(at) {
  const date = new Date(at);
  const offset = -date.getTimezoneOffset();
  const sign = offset < 0 ? "-" : "+";
  const zone = offset === 0 ? "UTC" : `UTC${sign}${Math.floor(Math.abs(offset) / 60)}${offset % 60 ? `:${pad(Math.abs(offset) % 60)}` : ""}`;
  return `${time(date)} ${zone}`;
}
