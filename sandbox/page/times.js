// Times as people read them. All functions take the present as a Date, so that the page decides what "now" is.

/**
 * @param {Date} date
 * @param {Date} now
 * @param {string} lang
 * @param {import("./strings.js").Translate} t
 * @returns {string}
 */
export function stamp(date, now, lang, t) {
  const time = date.toLocaleTimeString(lang, { hour: "2-digit", minute: "2-digit" });
  const days = daysBetween(date, now);
  if (days === 0) return t("today", { time });
  if (days === 1) return t("yesterday", { time });
  return `${date.toLocaleDateString(lang)} ${time}`;
}

/** @param {Date} from @param {Date} to */
function daysBetween(from, to) {
  const midnight = (/** @type {Date} */ date) =>
    new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  return Math.round((midnight(to) - midnight(from)) / 86_400_000);
}

/** @type {Record<string, Intl.DateTimeFormatOptions>} */
const STYLES = {
  t: { timeStyle: "short" },
  T: { timeStyle: "medium" },
  d: { dateStyle: "short" },
  D: { dateStyle: "long" },
  f: { dateStyle: "long", timeStyle: "short" },
  F: { dateStyle: "full", timeStyle: "short" },
};

/**
 * `<t:…:style>`.
 * @param {Date} date @param {string} style @param {Date} now @param {string} lang @returns {string}
 */
export function discordTime(date, style, now, lang) {
  if (Number.isNaN(date.getTime())) return "?";
  if (style === "R") return relative((date.getTime() - now.getTime()) / 1000, lang);
  return new Intl.DateTimeFormat(lang, STYLES[style]).format(date);
}

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

/** @param {number} seconds negative in the past @param {string} lang @returns {string} */
export function relative(seconds, lang) {
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(lang, { numeric: "auto" }).format(Math.round(seconds / size), unit);
}

/** @param {number} bytes @param {string} lang @returns {string} e.g. "1.4 MB" */
export function fileSize(bytes, lang) {
  const [unit, size] = bytes >= 1e6 ? ["MB", 1e6] : bytes >= 1e3 ? ["KB", 1e3] : ["B", 1];
  return `${(bytes / size).toLocaleString(lang, { maximumFractionDigits: 1 })} ${unit}`;
}
