// Round pictures of people: their first letter on their colour; the bot has the page's mark.
import { h } from "./dom.js";

/**
 * @param {import("./types.js").User} user
 * @param {import("./view.js").View} view
 * @param {string} [size] CSS length
 * @returns {HTMLElement}
 */
export function avatar(user, view, size = "40px") {
  const bot = user.id === view.store.world.bot.id;
  const style = { "--size": size, "--colour": view.colour(user) };
  if (bot) return h("img", { class: "avatar", style, src: "/page/icon.svg", alt: "" });
  const [letter] = view.userName(user);
  return h("span", { class: "avatar", style, "aria-hidden": "true" }, letter.toUpperCase());
}
