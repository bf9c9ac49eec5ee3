// The server, its channels, and who one is: all around the messages.
import { avatar } from "./avatar.js";
import { byId, h } from "./dom.js";
import { LANGUAGES } from "./strings.js";

/** @typedef {import("./view.js").View} View */
/**
 * @typedef {object} FrameHost
 * @property {(id: string) => void} goTo
 * @property {(name: string) => void} become
 * @property {(lang: string) => void} speak
 */

/** @param {View} view @param {FrameHost} host */
export function paintFrame(view, host) {
  document.documentElement.lang = view.lang;
  paintGuild(view);
  paintChannels(view, host);
  paintMe(view, host);
  paintTopbar(view);
  byId("sidebar").setAttribute("aria-label", view.t("openMenu"));
  byId("demo-line").textContent = view.t("demoLine");
  byId("jump").textContent = `${view.t("newMessages")} ↓`;
}

/** @param {View} view */
function paintGuild(view) {
  const { guild } = view.store.world;
  byId("guild").replaceChildren(
    h("img", { class: "guild-icon", src: "/page/icon.svg", alt: "" }),
    h("strong", {}, guild.name),
  );
}

/** @param {View} view @param {FrameHost} host */
export function paintChannels(view, host) {
  const { store, t } = view;
  const all = store.channels();
  const [guild, direct] = [all.filter(({ type }) => type !== 1), all.filter(({ type }) => type === 1)];
  const group = (/** @type {string} */ title, /** @type {typeof all} */ channels) => [
    h("h2", {}, title),
    h(
      "ul",
      {},
      channels.map((channel) => h("li", {}, channelButton(channel, view, host))),
    ),
  ];
  byId("channels").replaceChildren(...group(t("channels"), guild), ...group(t("directMessages"), direct));
}

/** @param {import("./types.js").Channel} channel @param {View} view @param {FrameHost} host @returns {HTMLElement} */
function channelButton(channel, view, host) {
  const { store, t } = view;
  const unread = store.unread.has(channel.id);
  const sign =
    channel.type === 1
      ? avatar({ id: store.world.bot.id, username: channel.name }, view, "24px")
      : h("span", { class: "hash", "aria-hidden": "true" }, "#");
  return h(
    "button",
    {
      type: "button",
      class: `channel-link${unread ? " unread" : ""}`,
      "aria-current": channel.id === store.channelId ? "page" : null,
      on: { click: () => host.goTo(channel.id) },
    },
    sign,
    h("span", {}, channel.name),
    unread && h("span", { class: "sr-only" }, `(${t("unread")})`),
  );
}

/** @param {View} view @param {FrameHost} host */
function paintMe(view, host) {
  const { store, t, lang } = view;
  const people = h(
    "select",
    {
      id: "person",
      "aria-label": t("you"),
      on: { change: (/** @type {any} */ event) => host.become(event.target.value) },
    },
    store.world.people.map(({ name, display_name: shown, admin }) =>
      h("option", { value: name, selected: name === store.person.name }, admin ? `${shown} · ${t("admin")}` : shown),
    ),
  );
  const languages = h(
    "select",
    {
      id: "language",
      "aria-label": t("language"),
      on: { change: (/** @type {any} */ event) => host.speak(event.target.value) },
    },
    Object.entries(LANGUAGES).map(([code, name]) =>
      h("option", { value: code, lang: code, selected: code === lang }, name),
    ),
  );
  byId("me").replaceChildren(
    avatar({ id: store.person.id, username: store.person.name }, view, "34px"),
    h("div", { class: "me-fields" }, h("small", {}, t("you")), people),
    h("div", { class: "me-fields" }, h("small", {}, t("language")), languages),
  );
}

/** @param {View} view */
export function paintTopbar(view) {
  const { store, t } = view;
  const channel = store.channel();
  const direct = channel.type === 1;
  const [state, words] = !store.connected
    ? ["lost", t("connectionLost")]
    : store.world.bot.online
      ? ["up", t("botOnline")]
      : ["down", t("botOffline")];
  const drawer = h(
    "button",
    {
      class: "icon-button drawer-button",
      type: "button",
      "aria-label": t("openMenu"),
      "aria-expanded": "false",
      "aria-controls": "sidebar",
      on: { click: openDrawer },
    },
    "☰",
  );
  byId("topbar").replaceChildren(
    drawer,
    h("span", { class: "hash", "aria-hidden": "true" }, direct ? "@" : "#"),
    h("h1", {}, channel.name),
    h("span", { class: "topic" }, channel.topic ?? ""),
    h("span", { class: `status ${state}`, role: "status" }, h("i", { "aria-hidden": "true" }), h("span", {}, words)),
  );
  byId("scroller").setAttribute("aria-label", t("messagesIn", { channel: channel.name }));
  document.title = `${direct ? "@" : "#"}${channel.name} · Atelier`;
}

/** On a narrow window the sidebar lies over the messages. */
export function openDrawer() {
  setDrawer(true);
  byId("sidebar").querySelector("button")?.focus();
}

export function closeDrawer() {
  setDrawer(false);
}

/** @param {boolean} open */
function setDrawer(open) {
  document.body.classList.toggle("drawer-open", open);
  byId("veil").hidden = !open;
  document.querySelector(".drawer-button")?.setAttribute("aria-expanded", String(open));
}
