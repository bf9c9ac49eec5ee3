// Reactions below a message, and the small bar that appears over it.
import { h } from "./dom.js";
import { emojiOf } from "./emoji.js";
import { EPHEMERAL, has } from "./state.js";

/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./view.js").View} View */

export const QUICK_EMOJI = ["✉️", "❌"];

/** @param {Message} message @param {View} view @returns {HTMLElement} */
export function reactions(message, view) {
  return h(
    "div",
    { class: "reactions" },
    (message.reactions ?? []).map(({ emoji, count }) =>
      h(
        "button",
        {
          class: "reaction",
          type: "button",
          "aria-pressed": String(view.store.hasReacted(message, emoji.name)),
          "aria-label": view.t("reaction", { emoji: emoji.name, count }),
          dataset: { key: `reaction:${emoji.name}` },
          on: { click: () => view.actions.react(message, emoji.name) },
        },
        emojiOf(emoji),
        h("span", {}, count),
      ),
    ),
  );
}

/** @param {Message} message @param {View} view @returns {HTMLElement} */
export function toolbar(message, view) {
  const quick = has(message, EPHEMERAL)
    ? []
    : QUICK_EMOJI.map((emoji) =>
        h(
          "button",
          {
            type: "button",
            "aria-label": view.t("addReaction", { emoji }),
            title: view.t("addReaction", { emoji }),
            tabindex: -1,
            on: { click: () => view.actions.react(message, emoji) },
          },
          emoji,
        ),
      );
  const more = h(
    "button",
    {
      type: "button",
      "aria-label": view.t("more"),
      title: view.t("more"),
      "aria-haspopup": "menu",
      dataset: { key: "more" },
      on: { click: (/** @type {Event} */ event) => menuBelow(event, message, view) },
    },
    "⋯",
  );
  return h("div", { class: "toolbar", role: "group", "aria-label": view.t("actions") }, quick, more);
}

/** @param {Event} event @param {Message} message @param {View} view */
function menuBelow(event, message, view) {
  const box = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
  view.actions.openMenu(message, { x: box.left, y: box.bottom });
}
