// What may stand in an option: the suggestions for it, and its value for the API or the reason why it is wrong.

/** @typedef {import("./types.js").Option} Option */
/** @typedef {import("./strings.js").Translate} Translate */
/** @typedef {{label: string, value: string | number | boolean}} Suggestion */

export const STRING = 3;
export const INTEGER = 4;
export const BOOLEAN = 5;
const USER = 6;
const CHANNEL = 7;
const ROLE = 8;
const MENTIONABLE = 9;
export const NUMBER = 10;
export const ATTACHMENT = 11;

/** The closed list of an option, or null if any value may be typed.
 * @param {Option} option @param {import("./state.js").Store} store @param {Translate} t
 * @returns {Suggestion[] | null}
 */
export function closedList(option, store, t) {
  const { world, lang } = store;
  const people = [
    ...world.people.map(({ id, display_name: label }) => ({ value: id, label })),
    { value: world.bot.id, label: world.bot.name },
  ];
  const roles = (world.guild.roles ?? []).map(({ id, name }) => ({ value: id, label: name }));
  if (option.choices?.length)
    return option.choices.map((one) => ({ value: one.value, label: one.name_localizations?.[lang] ?? one.name }));
  switch (option.type) {
    case BOOLEAN:
      return [
        { value: true, label: t("yes") },
        { value: false, label: t("no") },
      ];
    case USER:
      return people;
    case ROLE:
      return roles;
    case MENTIONABLE:
      return [...people, ...roles];
    case CHANNEL:
      return world.channels.map(({ id, name }) => ({ value: id, label: `#${name}` }));
    default:
      return null;
  }
}

/** @param {Suggestion[]} list @param {string} typed @returns {Suggestion[]} */
export function narrowed(list, typed) {
  const wanted = typed.trim().toLowerCase();
  return list.filter(({ label }) => label.toLowerCase().includes(wanted));
}

/**
 * The value of a filled option.
 * @param {Option} option @param {string} typed @param {Suggestion[] | null} list @param {Translate} t
 * @returns {{value: string | number | boolean} | {problem: string}}
 */
export function valueOf(option, typed, list, t) {
  if (list) {
    const found = list.find(
      ({ label, value }) => label.toLowerCase() === typed.trim().toLowerCase() || String(value) === typed.trim(),
    );
    return found ? { value: found.value } : { problem: t("notChoice") };
  }
  if (option.type === INTEGER || option.type === NUMBER) return numberOf(option, typed.trim(), t);
  return textOf(option, typed, t);
}

/** @param {Option} option @param {string} typed @param {Translate} t */
function numberOf(option, typed, t) {
  const value = Number(typed);
  if (!typed || !Number.isFinite(value)) return { problem: t("notNumber") };
  if (option.type === INTEGER && !Number.isInteger(value)) return { problem: t("notWhole") };
  if (value < (option.min_value ?? -Infinity)) return { problem: t("tooSmall", { min: option.min_value ?? 0 }) };
  if (value > (option.max_value ?? Infinity)) return { problem: t("tooBig", { max: option.max_value ?? 0 }) };
  return { value };
}

/** @param {Option} option @param {string} typed @param {Translate} t */
function textOf(option, typed, t) {
  const most = option.max_length ?? 6000;
  if (typed.length < (option.min_length ?? 0)) return { problem: t("tooShort", { min: option.min_length ?? 0 }) };
  return typed.length > most ? { problem: t("tooLong", { max: most }) } : { value: typed };
}
