// What people do, sent to the sandbox: commands, presses, reactions, menus, modals; and what they are told when it
// fails.
import { openLightbox } from "./lightbox.js";
import { openMenu } from "./menu.js";
import { QUICK_EMOJI } from "./message-tools.js";
import { openModal } from "./modal.js";
import { EPHEMERAL, has } from "./state.js";

/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./types.js").Component} Component */
/** @typedef {import("./types.js").Modal} Modal */
/** @typedef {import("./view.js").View} View */
/** @typedef {import("./command-form.js").Filled} Filled */

const MENU_EMOJI = [...QUICK_EMOJI, "👍", "❤️"];
const GRACE_S = 2; // how much longer than the deadline the page waits for the sandbox's verdict

export class Actor {
  /**
   * @param {View} view
   * @param {() => import("./api.js").PersonApi} api
   * @param {() => {name: string, label: string}[]} menuCommands
   * @param {(text: string) => void} announce
   */
  constructor(view, api, menuCommands, announce) {
    this.view = view;
    this.api = api;
    this.menuCommands = menuCommands;
    this.announce = announce;
    this.onModalClosed = () => {}; // the page decides where the focus goes
    this.count = 0;
    /** @type {Map<string, (answered: boolean) => void>} by interaction id */
    this.waiting = new Map();
    /** @type {Map<string, boolean>} by interaction id: answered or failed before its id was known here */
    this.verdicts = new Map();
    /** @type {Set<string>} modals that were shown already */
    this.opened = new Set();
  }

  get store() {
    return this.view.store;
  }

  /**
   * @param {Promise<{interaction_id: string}>} sent
   * @returns {Promise<boolean>} whether the bot answered
   */
  async answered(sent) {
    const { interaction_id: id } = await sent;
    const known = this.verdicts.get(id);
    if (known !== undefined) {
      this.verdicts.delete(id);
      return known;
    }
    const api = this.api();
    let timer = 0;
    try {
      return await new Promise((resolve, reject) => {
        this.waiting.set(id, resolve);
        const ask = () => api.interaction(id).then(({ state }) => resolve(state === "acknowledged"), reject);
        timer = window.setTimeout(ask, (this.store.world.deadline_s + GRACE_S) * 1000); // the event may have been lost
      });
    } finally {
      clearTimeout(timer);
      this.waiting.delete(id);
    }
  }

  /** What the events say of an interaction; they may be faster than its id. @param {string} id @param {boolean} answered */
  hear(id, answered) {
    const waiting = this.waiting.get(id);
    if (waiting) waiting(answered);
    else this.verdicts.set(id, answered);
  }

  /** @param {Filled} filled */
  command({ entry, options, attachments }) {
    const { channelId, lang } = this.store;
    return this.invoke(
      `/${entry.label}`,
      this.api().command({ channel_id: channelId, name: entry.path, options, attachments, locale: lang }),
    );
  }

  /**
   * Show a command as on its way until the bot answers, or has not: then the sandbox says so itself.
   * @param {string} name
   * @param {Promise<{interaction_id: string}>} sent
   */
  async invoke(name, sent) {
    const { channelId } = this.store;
    const key = `ghost-${++this.count}`;
    const ghost = { key, name, text: "" };
    this.store.putGhost(channelId, { ...ghost, state: "sending" });
    try {
      const { interaction_id: interaction } = await sent;
      this.store.putGhost(channelId, { ...ghost, state: "sending", interaction });
      await this.answered(sent);
      this.store.dropGhost(channelId, key);
    } catch (error) {
      this.store.putGhost(channelId, { ...ghost, state: "failed", text: reason(error) });
    }
  }

  /** @param {Message} message @param {Component} component @param {string[]} [values] */
  async press(message, component, values) {
    const key = `${message.id}:${component.custom_id}`;
    this.store.pending.add(key);
    this.store.failures.delete(message.id);
    this.store.touch(message.id);
    try {
      const sent = this.api().press({
        message_id: message.id,
        custom_id: component.custom_id,
        values,
        locale: this.store.lang,
      });
      if (!(await this.answered(sent))) this.store.failures.set(message.id, this.view.t("failed"));
    } catch (error) {
      this.store.failures.set(message.id, reason(error));
    } finally {
      this.store.pending.delete(key);
      this.store.touch(message.id);
    }
  }

  /** Add a reaction, or take it away where it is there already. @param {Message} message @param {string} emoji */
  async react(message, emoji) {
    const key = `${message.id}:${emoji}`;
    const there = this.store.hasReacted(message, emoji);
    try {
      await this.api().react(!there, message.id, emoji);
      if (there) this.store.reacted.delete(key);
      else this.store.reacted.add(key);
    } catch (error) {
      this.store.failures.set(message.id, reason(error));
      this.store.touch(message.id);
    }
  }

  /** @param {Message} message @param {{x: number, y: number}} at */
  openMenu(message, at) {
    const { t } = this.view;
    const reactions = has(message, EPHEMERAL)
      ? []
      : MENU_EMOJI.map((emoji) => ({
          label: t("addReaction", { emoji }),
          text: emoji,
          small: true,
          run: () => {
            this.react(message, emoji);
          },
        }));
    const apps = this.menuCommands().map(({ name, label }) => ({
      label,
      text: label,
      run: () => {
        this.invoke(label, this.api().menu({ message_id: message.id, name, locale: this.store.lang }));
      },
    }));
    const copies = [
      { label: t("copyText"), text: t("copyText"), run: () => this.copy(message.content) },
      { label: t("copyId"), text: t("copyId"), run: () => this.copy(message.id) },
    ];
    openMenu(
      [...reactions, ...(apps.length ? [{ heading: t("apps") }, ...apps] : []), { heading: "" }, ...copies],
      at,
      t("actions"),
    );
  }

  /** @param {string} text */
  async copy(text) {
    await navigator.clipboard.writeText(text).then(
      () => this.announce(this.view.t("copied")),
      () => this.announce(this.view.t("wentWrong")),
    );
  }

  /** @param {import("./view.js").Picture[]} pictures @param {number} index */
  enlarge(pictures, index) {
    openLightbox(pictures, index, this.view);
  }

  /** @param {Modal} modal */
  async showModal(modal) {
    if (this.opened.has(modal.modal_id)) return;
    this.opened.add(modal.modal_id);
    const api = this.api();
    await openModal(modal, this.view, { upload: api.upload }, async (values) => {
      if (!(await this.answered(api.submit({ modal_id: modal.modal_id, values }))))
        throw new Error(this.view.t("noAnswer"));
    });
    this.onModalClosed();
  }

  /** The command behind a prompt of the first minute. @param {string} prompt */
  imagine(prompt) {
    const { channelId, lang } = this.store;
    return this.invoke(
      "/imagine",
      this.api().command({ channel_id: channelId, name: "imagine", options: { prompt }, locale: lang }),
    );
  }
}

/** @param {unknown} error @returns {string} */
function reason(error) {
  return error instanceof Error ? error.message : String(error);
}
