// The tree of markdown.js -> elements.
import { h, safeUrl } from "./dom.js";
import { parse } from "./markdown.js";
import { discordTime } from "./times.js";

/** @typedef {import("./markdown.js").MarkNode} MarkNode */
/** @typedef {import("./view.js").View} View */

/** @type {Record<string, string>} */
const TAGS = { strong: "strong", em: "em", under: "u", struck: "s" };

/** A message text as elements. @param {string} source @param {View} view @returns {HTMLElement} */
export function markdown(source, view) {
  return h(
    "div",
    { class: "markdown" },
    parse(source).map((node) => render(node, view)),
  );
}

/** @param {MarkNode} node @param {View} view @returns {Node} */
function render(node, view) {
  const children = () => (node.children ?? []).map((child) => render(child, view));
  const make = RENDER[node.kind];
  return make ? make(node, view, children) : h(TAGS[node.kind], {}, children());
}

/** @type {Record<string, (node: any, view: View, children: () => Node[]) => Node>} */
const RENDER = {
  text: (node) => document.createTextNode(node.text),
  code: (node) => h("code", {}, node.text),
  fence: (node) => h("pre", { tabindex: 0 }, h("code", {}, node.text)),
  paragraph: (_node, _view, children) => h("p", {}, children()),
  heading: (node, _view, children) =>
    h("p", { class: `heading h${node.depth}`, role: "heading", "aria-level": node.depth + 2 }, children()),
  subtext: (_node, _view, children) => h("p", { class: "subtext" }, children()),
  quote: (_node, _view, children) => h("blockquote", {}, children()),
  item: (node, _view, children) => h("p", { class: "item", style: { "--depth": node.depth } }, children()),
  link: (node, _view, children) => link(node.url, children()),
  user: (node, view) => h("span", { class: "mention" }, `@${view.personName(node.id)}`),
  role: (node, view) => h("span", { class: "mention" }, `@${view.roleName(node.id)}`),
  channel: (node, view) => h("span", { class: "mention" }, `#${view.channelName(node.id)}`),
  everyone: (node) => h("span", { class: "mention" }, `@${node.text}`),
  command: (node, view) =>
    h(
      "button",
      { class: "mention", type: "button", on: { click: () => view.startCommand(node.text) } },
      `/${node.text}`,
    ),
  emoji: (node) => document.createTextNode(`:${node.text}:`),
  time: (node, view) => time(node, view),
  spoiler: (_node, view, children) => spoiler(children(), view),
};

/** @param {string} url @param {Node[]} children */
function link(url, children) {
  const href = safeUrl(url);
  return href ? h("a", { href, target: "_blank", rel: "noopener noreferrer" }, children) : h("span", {}, children);
}

/** @param {MarkNode} node @param {View} view */
function time(node, view) {
  const date = new Date(Number(node.text) * 1000);
  const valid = !Number.isNaN(date.getTime());
  const shown = discordTime(date, node.style ?? "f", view.now(), view.lang);
  return h(
    "time",
    { datetime: valid ? date.toISOString() : null, class: "stamp", dataset: { unix: node.text, style: node.style } },
    shown,
  );
}

/** Hidden until it is pressed. @param {Node[]} children @param {View} view */
export function spoiler(children, view) {
  const inner = h("span", { class: "spoiler-text", "aria-hidden": "true" }, children);
  const reveal = (/** @type {Event} */ event) => {
    if (!box.classList.contains("hidden")) return;
    event.preventDefault();
    box.classList.remove("hidden");
    box.removeAttribute("role");
    inner.removeAttribute("aria-hidden");
  };
  const onKey = (/** @type {KeyboardEvent} */ event) => {
    if (event.key === "Enter" || event.key === " ") reveal(event);
  };
  const box = h(
    "span",
    {
      class: "spoiler hidden",
      role: "button",
      tabindex: 0,
      "aria-label": view.t("reveal"),
      on: { click: reveal, keydown: onKey },
    },
    inner,
  );
  return box;
}
