// Emoji of buttons, options and reactions: the system's own font draws them; custom ones are written as :name:.
import { h } from "./dom.js";

/** @param {import("./types.js").Emoji | null | undefined} emoji @returns {HTMLElement | null} */
export function emojiOf(emoji) {
  return emoji
    ? h("span", { class: "emoji", "aria-hidden": emoji.id ? null : "true" }, emoji.id ? `:${emoji.name}:` : emoji.name)
    : null;
}
