// What happens while one looks: events of the sandbox, put into the store.
import { byId } from "./dom.js";
import { announcement } from "./messages.js";
import { paintTopbar } from "./sidebar.js";

/** @typedef {import("./types.js").Message} Message */

const TYPING_MS = 10_000; // as long as Discord shows that somebody types

/**
 * @typedef {object} LiveHost
 * @property {import("./view.js").View} view
 * @property {import("./actions.js").Actor} actor
 * @property {(text: string) => void} announce
 * @property {() => void} onUnread
 * @property {() => void} onBotBack
 */

export class Live {
  /** @param {LiveHost} host */
  constructor(host) {
    this.host = host;
    this.store = host.view.store;
    this.typing = 0;
  }

  /** @param {any} event */
  hear(event) {
    const handle = {
      message_create: this.onCreate,
      message_update: this.onUpdate,
      message_delete: this.onDelete,
      modal: this.onModal,
      typing: this.onTyping,
      bot_online: this.onBot,
      interaction_acknowledged: this.onAcknowledged,
      interaction_failed: this.onFailed,
    };
    handle[/** @type {keyof typeof handle} */ (event.type)]?.call(this, event);
  }

  /** @param {{message: import("./types.js").Message}} event */
  onCreate({ message }) {
    this.setTyping(false);
    this.store.put(message);
    if (message.channel_id !== this.store.channelId) {
      this.store.unread.add(message.channel_id);
      this.host.onUnread();
    } else this.host.announce(announcement(message, this.host.view));
  }

  /** @param {{message: import("./types.js").Message}} event */
  onUpdate({ message }) {
    this.store.put(message);
  }

  /** @param {{channel_id: string, message_id: string}} event */
  onDelete({ channel_id: channel, message_id: id }) {
    this.store.remove(channel, id);
  }

  /** @param {{modal: import("./types.js").Modal}} event */
  onModal({ modal }) {
    this.host.actor.showModal(modal);
  }

  /** @param {{interaction_id: string}} event */
  onAcknowledged({ interaction_id: id }) {
    this.host.actor.hear(id, true);
  }

  /** @param {{interaction_id: string}} event */
  onFailed({ interaction_id: id }) {
    this.host.actor.hear(id, false);
  }

  /** @param {{channel_id: string}} event */
  onTyping({ channel_id: channel }) {
    if (channel === this.store.channelId) this.setTyping(true);
  }

  /** @param {{online: boolean}} event */
  onBot({ online }) {
    this.store.world.bot.online = online;
    paintTopbar(this.host.view);
    if (online) this.host.onBotBack();
  }

  /** @param {boolean} on */
  setTyping(on) {
    clearTimeout(this.typing);
    byId("typing").textContent = on ? this.host.view.t("typing", { name: this.store.world.bot.name }) : "";
    if (on) this.typing = window.setTimeout(() => this.setTyping(false), TYPING_MS);
  }
}
