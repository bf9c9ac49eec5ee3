// Components of a message: rows of buttons and selects, and the layout kinds of "components V2".
import { h, safeUrl } from "./dom.js";
import { cssColour, resolveMedia } from "./embeds.js";
import { emojiOf } from "./emoji.js";
import { markdown } from "./markdown-view.js";
import { fileCard, hiddenIf, pictureBox } from "./media.js";
import { selectBox } from "./select.js";

/** @typedef {import("./types.js").Component} Component */
/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./view.js").View} View */
/** @typedef {(component: Component, message: Message, view: View) => Node | null} Render */

const BUTTON_STYLES = ["", "primary", "secondary", "success", "danger", "link", "premium"];

/** @param {Component[]} components @param {Message} message @param {View} view @returns {Node[]} */
export function componentList(components, message, view) {
  return components
    .map((one) => RENDER[one.type]?.(one, message, view))
    .filter((node) => node !== null && node !== undefined);
}

/** @type {Render} */
function row({ components = [] }, message, view) {
  return h("div", { class: "row" }, componentList(components, message, view));
}

/** @type {Render} */
function button(component, message, view) {
  const kind = BUTTON_STYLES[component.style ?? 2] ?? "secondary";
  const inner = [emojiOf(component.emoji), component.label && h("span", {}, component.label)];
  if (kind === "link") return linkButton(component, inner);
  const busy = view.store.pending.has(`${message.id}:${component.custom_id}`);
  return h(
    "button",
    {
      class: `button ${kind}`,
      type: "button",
      disabled: component.disabled,
      "aria-busy": busy ? "true" : null,
      "aria-label": component.label ? null : component.emoji?.name,
      dataset: { key: component.custom_id ?? "" },
      on: {
        click: () => {
          if (!busy) view.actions.press(message, component);
        },
      },
    },
    inner,
  );
}

/** @param {Component} component @param {(HTMLElement | string | null | undefined)[]} inner @returns {HTMLElement} */
function linkButton(component, inner) {
  const href = safeUrl(component.url);
  const usable = href && !component.disabled;
  return h(
    "a",
    { class: "button link", href: usable ? href : null, target: "_blank", rel: "noopener noreferrer" },
    inner,
    h("span", { "aria-hidden": "true" }, " ↗"),
  );
}

/** @type {Render} */
function select(component, message, view) {
  const busy = view.store.pending.has(`${message.id}:${component.custom_id}`);
  return selectBox(component, view, { busy, onPick: (values) => view.actions.press(message, component, values) });
}

/** @type {Render} */
function section({ components = [], accessory }, message, view) {
  return h(
    "div",
    { class: "section" },
    h("div", { class: "section-text" }, componentList(components, message, view)),
    accessory && h("div", { class: "accessory" }, componentList([accessory], message, view)),
  );
}

/** @type {Render} */
function gallery({ items = [] }, message, view) {
  const pictures = items.map((item) => ({
    ...resolveMedia(item.media, message),
    ...(item.description ? { name: item.description } : {}),
  }));
  const frames = items.map((item, index) =>
    hiddenIf(Boolean(item.spoiler), pictureBox(pictures, index, view, items.length > 1), view),
  );
  return h("div", { class: items.length > 1 ? "pictures several" : "pictures" }, frames);
}

/** @type {Render} */
function thumbnail({ media, description, spoiler }, message, view) {
  if (!media) return null;
  const picture = { ...resolveMedia(media, message), ...(description ? { name: description } : {}) };
  const frame = pictureBox([picture], 0, view, true);
  frame.classList.add("thumbnail");
  return hiddenIf(Boolean(spoiler), frame, view);
}

/** @type {Render} */
function file({ file: media, name, size, spoiler }, message, view) {
  if (!media) return null;
  const found = resolveMedia(media, message);
  const card = fileCard({ url: found.src, filename: name ?? found.name, size: size ?? found.size ?? 0 }, view);
  return hiddenIf(Boolean(spoiler), card, view);
}

/** @type {Render} */
function container({ components = [], accent_color: accent, spoiler }, message, view) {
  const box = h(
    "div",
    { class: "container", style: { "--edge": cssColour(accent) ?? "transparent" } },
    componentList(components, message, view),
  );
  return hiddenIf(Boolean(spoiler), box, view);
}

/** @type {Record<number, Render>} by Discord's component type */
const RENDER = {
  1: row,
  2: button,
  3: select,
  5: select,
  6: select,
  7: select,
  8: select,
  9: section,
  10: ({ content = "" }, _message, view) => markdown(content, view),
  11: thumbnail,
  12: gallery,
  13: file,
  14: ({ divider = true, spacing = 1 }) =>
    h("hr", { class: `separator${divider ? "" : " bare"}${spacing > 1 ? " wide" : ""}` }),
  17: container,
};
