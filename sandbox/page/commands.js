// Registered commands as a person chooses them: subcommands flattened, names and descriptions in the person's language.

/** @typedef {import("./types.js").Command} Command */
/** @typedef {import("./types.js").Option} Option */
/** @typedef {{path: string, label: string, description: string, options: Option[]}} Entry `path` is what the API
 *   takes, `label` what people see */

const SUBCOMMAND = 1;
const GROUP = 2;
const CHAT_INPUT = 1;
const MESSAGE_MENU = 3;

/**
 * @param {{name: string, name_localizations?: Record<string, string> | null}} thing
 * @param {string} lang
 * @returns {string}
 */
export function nameIn(thing, lang) {
  return thing.name_localizations?.[lang] ?? thing.name;
}

/**
 * @param {{description: string, description_localizations?: Record<string, string> | null}} thing
 * @param {string} lang
 * @returns {string}
 */
export function descriptionIn(thing, lang) {
  return thing.description_localizations?.[lang] ?? thing.description;
}

/**
 * Everything that can be typed after `/`.
 * @param {Command[]} commands
 * @param {string} lang
 * @returns {Entry[]} the one that everybody came for first, the others by label
 */
export function entries(commands, lang) {
  const chat = commands.filter(({ type }) => (type ?? CHAT_INPUT) === CHAT_INPUT);
  return chat
    .flatMap((command) => flatten(command, [], [], lang))
    .sort((one, other) => Number(isFirst(other)) - Number(isFirst(one)) || one.label.localeCompare(other.label));
}

/** @param {Entry} entry */
function isFirst({ path }) {
  return path === "imagine";
}

/** @param {Option} node @param {string[]} path @param {string[]} labels @param {string} lang @returns {Entry[]} */
function flatten(node, path, labels, lang) {
  const [ownPath, ownLabels] = [
    [...path, node.name],
    [...labels, nameIn(node, lang)],
  ];
  const inner = (node.options ?? []).filter(({ type }) => type === SUBCOMMAND || type === GROUP);
  if (inner.length) return inner.flatMap((child) => flatten(child, ownPath, ownLabels, lang));
  return [
    {
      path: ownPath.join(" "),
      label: ownLabels.join(" "),
      description: descriptionIn(node, lang),
      options: node.options ?? [],
    },
  ];
}

/**
 * Names of commands in the menu of a message.
 * @param {Command[]} commands
 * @param {string} lang
 * @returns {{name: string, label: string}[]}
 */
export function messageCommands(commands, lang) {
  return commands
    .filter(({ type }) => type === MESSAGE_MENU)
    .map((command) => ({ name: command.name, label: nameIn(command, lang) }));
}

/**
 * Entries that fit what stands after `/`, those that begin with it first.
 * @param {Entry[]} all
 * @param {string} typed
 * @returns {Entry[]}
 */
export function matching(all, typed) {
  const wanted = typed.trim().toLowerCase();
  const rank = (/** @type {Entry} */ { path, label }) => {
    if (path.startsWith(wanted) || label.toLowerCase().startsWith(wanted)) return 0;
    return path.includes(wanted) || label.toLowerCase().includes(wanted) ? 1 : 2;
  };
  return all.filter((entry) => rank(entry) < 2).sort((one, other) => rank(one) - rank(other));
}

/** "/imagine prompt: a fox" -> the entry and what follows it. A name that begins a longer name waits for more letters.
 * @param {Entry[]} all @param {string} typed with its slash @returns {{entry: Entry, rest: string} | null} */
export function typedCommand(all, typed) {
  const lower = typed.slice(1).toLowerCase();
  const fits = all.flatMap((entry) =>
    [entry.path, entry.label.toLowerCase()]
      .filter((name) => lower.startsWith(`${name} `) || lower.startsWith(`${name}\n`))
      .map((name) => ({ entry, length: name.length })),
  );
  const best = fits.sort((one, other) => other.length - one.length)[0];
  return best ? { entry: best.entry, rest: typed.slice(best.length + 2) } : null;
}
