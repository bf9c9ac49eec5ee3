// One message as an element.
import { avatar } from "./avatar.js";
import { componentList } from "./components.js";
import { h } from "./dom.js";
import { embedCard } from "./embeds.js";
import { plainText } from "./markdown.js";
import { markdown } from "./markdown-view.js";
import { attachmentList } from "./media.js";
import { reactions, toolbar } from "./message-tools.js";
import { COMPONENTS_V2, EPHEMERAL, LOADING, has } from "./state.js";
import { stamp } from "./times.js";

/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./view.js").View} View */

/** @param {Message} message @param {View} view @returns {HTMLElement} */
export function messageElement(message, view) {
  const name = view.userName(message.author);
  const ephemeral = has(message, EPHEMERAL);
  const mentioned = message.mentions?.some(({ id }) => id === view.store.person.id);
  const body = h(
    "div",
    { class: "body" },
    heading(message, name, view),
    content(message, name, view),
    foot(message, ephemeral, view),
  );
  return h(
    "li",
    {
      class: `message${ephemeral ? " ephemeral" : ""}${mentioned ? " mentioned" : ""}`,
      dataset: { id: message.id },
      on: { contextmenu: (/** @type {MouseEvent} */ event) => openMenu(event, message, view) },
    },
    above(message, view),
    h("div", { class: "line" }, avatar(message.author, view), body),
    toolbar(message, view),
  );
}

/** @param {MouseEvent} event @param {Message} message @param {View} view */
function openMenu(event, message, view) {
  if (event.target instanceof Element && event.target.closest("a")) return;
  event.preventDefault();
  view.actions.openMenu(message, { x: event.clientX, y: event.clientY });
}

/**
 * What stands above a message: who used which command, or what is answered.
 * @param {Message} message
 * @param {View} view
 */
function above(message, view) {
  const command = message.interaction_metadata?.name;
  const person = message.interaction_metadata?.user;
  const label = message.interaction_metadata?.target_message_id ? command : `/${command}`;
  if (command && label && person) return usedLine(view.userName(person), label, person, view);
  if (message.type === 19) return replyLine(message.referenced_message, view);
  return null;
}

/**
 * @param {string} name
 * @param {string} command
 * @param {import("./types.js").User} person
 * @param {View} view
 * @returns {HTMLElement}
 */
export function usedLine(name, command, person, view) {
  const [before, after] = view.t("used", { person: "\u0000", command: "\u0001" }).split("\u0000");
  const [middle, end] = after.split("\u0001");
  return h(
    "p",
    { class: "above" },
    before,
    avatar(person, view, "16px"),
    h("b", { style: { color: view.colour(person) } }, name),
    middle,
    h("span", { class: "mention" }, command),
    end,
  );
}

/** @param {Message | null | undefined} original @param {View} view @returns {HTMLElement} */
function replyLine(original, view) {
  if (!original) return h("p", { class: "above" }, h("i", {}, view.t("gone")));
  const name = view.userName(original.author);
  return h(
    "button",
    {
      class: "above",
      type: "button",
      "aria-label": view.t("replyTo", { name }),
      on: { click: () => view.actions.jumpTo(original.id) },
    },
    avatar(original.author, view, "16px"),
    h("b", {}, name),
    h("span", { class: "excerpt" }, plainText(original.content).slice(0, 120) || "…"),
  );
}

/** @param {Message} message @param {string} name @param {View} view @returns {HTMLElement} */
function heading(message, name, view) {
  const date = new Date(message.timestamp);
  return h(
    "h3",
    { class: "heading-line" },
    h("span", { class: "author", style: { color: view.colour(message.author) } }, name),
    message.author.bot && h("span", { class: "badge" }, view.t("app")),
    h(
      "time",
      { datetime: message.timestamp, title: date.toLocaleString(view.lang) },
      stamp(date, view.now(), view.lang, view.t),
    ),
  );
}

/** @param {Message} message @param {string} name @param {View} view @returns {Node[]} */
function content(message, name, view) {
  if (isNotice(message)) return [h("p", { class: "failure", role: "alert" }, view.t("noAnswer"))];
  if (has(message, LOADING)) return [h("p", { class: "thinking" }, dots(), view.t("thinking", { name }))];
  if (has(message, COMPONENTS_V2))
    return [h("div", { class: "v2" }, componentList(message.components, message, view)), ...editedMark(message, view)];
  const text = message.content ? [markdown(message.content, view)] : [];
  text[0]?.append(...editedMark(message, view));
  return [
    ...text,
    ...attachmentList(unreferenced(message), view),
    ...message.embeds.map((embed) => embedCard(embed, message, view)),
    ...componentList(message.components, message, view),
    ...(text.length ? [] : editedMark(message, view)),
  ];
}

/** A command without an answer: the sandbox writes a message in the bot's place. @param {Message} message */
function isNotice(message) {
  return Boolean(message.interaction_failed) && has(message, EPHEMERAL) && message.components.length === 0;
}

/** Files that an embed shows are not listed again. @param {Message} message */
function unreferenced(message) {
  const shown = new Set(message.embeds.flatMap(({ image, thumbnail }) => [image?.url, thumbnail?.url]).filter(Boolean));
  return message.attachments.filter(({ url, filename }) => !shown.has(url) && !shown.has(`attachment://${filename}`));
}

/** @param {Message} message @param {View} view @returns {HTMLElement[]} */
function editedMark(message, view) {
  return message.edited_timestamp
    ? [
        h(
          "small",
          { class: "edited", title: new Date(message.edited_timestamp).toLocaleString(view.lang) },
          view.t("edited"),
        ),
      ]
    : [];
}

/** @returns {HTMLElement} */
export function dots() {
  return h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));
}

/** @param {Message} message @param {boolean} ephemeral @param {View} view @returns {Node[]} */
function foot(message, ephemeral, view) {
  const failure = view.store.failures.get(message.id);
  return [
    message.reactions?.length ? reactions(message, view) : null,
    failure ? h("p", { class: "failure", role: "alert" }, failure) : null,
    ephemeral ? onlyYou(message, view) : null,
  ].filter((node) => node !== null);
}

/** @param {Message} message @param {View} view @returns {HTMLElement} */
function onlyYou(message, view) {
  const dismiss = h(
    "button",
    {
      class: "text-button",
      type: "button",
      dataset: { key: "dismiss" },
      on: { click: () => view.actions.dismiss(message) },
    },
    view.t("dismiss"),
  );
  return h("p", { class: "only-you" }, h("span", { "aria-hidden": "true" }, "👁 "), view.t("onlyYou"), " · ", dismiss);
}
