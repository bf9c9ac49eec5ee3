// The list of messages: keeps elements of unchanged messages, replaces changed ones in place, and stays at the end if
// it was.
import { avatar } from "./avatar.js";
import { byId, h } from "./dom.js";
import { carryPictures } from "./media.js";
import { dots, messageElement, usedLine } from "./message.js";
import { plainText } from "./markdown.js";
import { LOADING, EPHEMERAL } from "./state.js";
import { discordTime } from "./times.js";

/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./state.js").Ghost} Ghost */
/** @typedef {import("./view.js").View} View */

const TOGETHER_MS = 7 * 60_000; // messages of one author within this time share one heading
const END_PX = 24; // nearer to the end than this counts as being there

export class MessageList {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    this.scroller = byId("scroller");
    this.list = byId("messages");
    this.jump = byId("jump");
    /** @type {Map<string, {message: Message, element: HTMLElement}>} */
    this.shown = new Map();
    this.atEnd = true;
    this.lastTop = 0;
    this.scroller.addEventListener("scroll", () => this.noteScroll(), { passive: true });
    this.jump.addEventListener("click", () => this.toEnd());
    new ResizeObserver(() => {
      if (this.atEnd) this.toEnd();
    }).observe(byId("scroll-inner"));
    new ResizeObserver(() => {
      if (this.atEnd) this.toEnd();
    }).observe(this.scroller);
  }

  /** Forget everything, e.g. because another person looks. */
  reset() {
    this.shown.clear();
    this.list.replaceChildren();
    this.jump.hidden = true;
    this.atEnd = true;
  }

  sync() {
    const { store } = this.view;
    const messages = store.listed(store.channelId);
    const wanted = new Set(messages.map(({ id }) => id));
    for (const [id, { element }] of this.shown)
      if (!wanted.has(id)) {
        element.remove();
        this.shown.delete(id);
      }
    const fresh = this.shown.size > 0 && messages.some(({ id }) => !this.shown.has(id));
    messages.forEach((message, index) => this.place(message, index));
    this.syncGhosts(store.ghostsOf(store.channelId));
    group(
      [...this.shown.values()].sort((one, other) =>
        one.element.compareDocumentPosition(other.element) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1,
      ),
    );
    if (this.atEnd) this.toEnd();
    else if (fresh) this.jump.hidden = false;
  }

  /** @param {Message} message @param {number} index */
  place(message, index) {
    const known = this.shown.get(message.id);
    const element = known?.message === message ? known.element : this.renew(message, known?.element);
    if (this.list.children[index] !== element) this.list.insertBefore(element, this.list.children[index] ?? null);
  }

  /** @param {Message} message @param {HTMLElement} [old] @returns {HTMLElement} */
  renew(message, old) {
    const element = messageElement(message, this.view);
    this.shown.set(message.id, { message, element });
    if (!old) return element;
    carryPictures(old, element);
    const key = old.contains(document.activeElement)
      ? /** @type {HTMLElement} */ (document.activeElement).dataset.key
      : undefined;
    old.replaceWith(element);
    if (key !== undefined)
      keyed(element)
        .find((one) => one.dataset.key === key)
        ?.focus({ preventScroll: true });
    return element;
  }

  /** @param {Ghost[]} ghosts */
  syncGhosts(ghosts) {
    this.list.querySelectorAll(".ghost").forEach((/** @type {Element} */ old) => old.remove());
    this.list.append(...ghosts.map((ghost) => ghostElement(ghost, this.view)));
  }

  noteScroll() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    if (scrollHeight - scrollTop - clientHeight < END_PX) this.atEnd = true;
    else if (scrollTop < this.lastTop) this.atEnd = false; // only a person scrolls up; growth leaves scrollTop as it is
    this.lastTop = scrollTop;
    if (this.atEnd) this.jump.hidden = true;
  }

  toEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.lastTop = this.scroller.scrollTop;
    this.atEnd = true;
    this.jump.hidden = true;
  }

  /** Scroll to a message and mark it for a moment. @param {string} id */
  jumpTo(id) {
    const element = this.shown.get(id)?.element;
    if (!element) return;
    element.scrollIntoView({ block: "center" });
    element.classList.add("marked");
    setTimeout(() => element.classList.remove("marked"), 1600);
  }

  /** Relative times grow older without any event. */
  refreshTimes() {
    for (const time of this.list.querySelectorAll('time[data-style="R"]')) {
      time.textContent = discordTime(new Date(Number(time.dataset.unix) * 1000), "R", this.view.now(), this.view.lang);
    }
  }
}

/**
 * The elements that keep the focus when their message is drawn anew.
 * @param {HTMLElement} element
 * @returns {HTMLElement[]}
 */
function keyed(element) {
  return [...element.querySelectorAll("[data-key]")].filter((one) => one instanceof HTMLElement);
}

/**
 * Hide the heading of a message that continues the one before it.
 * @param {{message: Message, element: HTMLElement}[]} entries in order
 */
function group(entries) {
  entries.forEach(({ message, element }, index) => {
    const before = entries[index - 1]?.message;
    element.classList.toggle(
      "grouped",
      Boolean(before) && continues(before, message) && !element.querySelector(":scope > .above"),
    );
  });
}

/** @param {Message} before @param {Message} message */
function continues(before, message) {
  const near = new Date(message.timestamp).getTime() - new Date(before.timestamp).getTime() < TOGETHER_MS;
  return (
    near &&
    before.author.id === message.author.id &&
    ((before.flags ?? 0) & EPHEMERAL) === ((message.flags ?? 0) & EPHEMERAL)
  );
}

/** A command that was sent and has no message yet. @param {Ghost} ghost @param {View} view @returns {HTMLElement} */
function ghostElement(ghost, view) {
  const { person, world } = view.store;
  const user = { id: person.id, username: person.name };
  const bot = { id: world.bot.id, username: world.bot.name, bot: true };
  const failed = ghost.state === "failed";
  const dismiss = h(
    "button",
    {
      class: "text-button",
      type: "button",
      on: { click: () => view.actions.dropGhost(view.store.channelId, ghost.key) },
    },
    view.t("dismiss"),
  );
  const state = failed
    ? h("p", { class: "failure", role: "alert" }, ghost.text)
    : h("p", { class: "thinking" }, dots(), view.t("sending"));
  return h(
    "li",
    { class: `message ghost${failed ? " ephemeral" : ""}` },
    usedLine(person.display_name, ghost.name, user, view),
    h(
      "div",
      { class: "line" },
      avatar(bot, view),
      h(
        "div",
        { class: "body" },
        h(
          "h3",
          { class: "heading-line" },
          h("span", { class: "author" }, world.bot.name),
          h("span", { class: "badge" }, view.t("app")),
        ),
        state,
        failed && h("p", { class: "only-you" }, view.t("onlyYou"), " · ", dismiss),
      ),
    ),
  );
}

/** What a screen reader is told of a new message. @param {Message} message @param {View} view @returns {string} */
export function announcement(message, view) {
  const name = view.userName(message.author);
  if ((message.flags ?? 0) & LOADING) return view.t("thinking", { name });
  const files = message.attachments.map(({ filename }) => filename).join(", ");
  return `${name}: ${plainText(message.content) || files || message.embeds[0]?.title || ""}`;
}
