// The line at the bottom: a text field in which `/` lists the commands, or a chosen command with its options.
import { CommandForm } from "./command-form.js";
import { entries, matching, typedCommand } from "./commands.js";
import { byId, h } from "./dom.js";
import { Popup } from "./popup.js";

/** @typedef {import("./commands.js").Entry} Entry */
/** @typedef {import("./view.js").View} View */
/**
 * @typedef {object} ComposerHost
 * @property {View} view
 * @property {() => import("./api.js").PersonApi} api
 * @property {(filled: import("./command-form.js").Filled) => void} onCommand
 * @property {() => void} onIdeas
 */

export class Composer {
  /** @param {ComposerHost} host */
  constructor(host) {
    this.host = host;
    /** @type {Entry[]} */
    this.entries = [];
    /** @type {CommandForm | null} */
    this.form = null;
    this.root = byId("composer");
    this.text = h("textarea", {
      id: "composer-text",
      class: "composer-text",
      rows: 1,
      role: "combobox",
      "aria-expanded": "false",
      "aria-autocomplete": "list",
      autocapitalize: "off",
      on: {
        input: () => this.onInput(),
        focus: () => this.onInput(),
        blur: () => this.popup.close(),
        keydown: (/** @type {KeyboardEvent} */ event) => this.onKey(event),
      },
    });
    this.popup = new Popup(this.text, (item) => this.choose(item.value));
    this.popups = h("div");
    this.main = h("div", { class: "composer-main" }, this.text);
    this.ideas = h("button", { class: "icon-button", type: "button", on: { click: () => host.onIdeas() } }, "💡");
    this.sendButton = h("button", { class: "icon-button send", type: "submit" }, "➤");
    this.hint = h("p", { class: "composer-hint", role: "alert" });
    this.root.append(
      this.popup.element,
      this.popups,
      this.hint,
      h("div", { class: "composer-box" }, this.ideas, this.main, this.sendButton),
    );
    this.listen();
  }

  listen() {
    this.root.addEventListener("submit", (/** @type {Event} */ event) => {
      event.preventDefault();
      this.send();
    });
    this.root.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      if (event.key === "Escape") this.escape(event);
    });
    this.root.addEventListener("paste-file", (/** @type {CustomEvent} */ event) => this.takeFile(event.detail));
    document.addEventListener("dragover", (event) => event.preventDefault());
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file) this.takeFile(file);
    });
  }

  /** Words after a change of language or channel. */
  paint() {
    const { t } = this.host.view;
    this.text.placeholder = t("placeholder");
    this.text.setAttribute("aria-label", t("composer"));
    for (const [button, label] of [
      [this.ideas, t("ideas")],
      [this.sendButton, t("send")],
    ]) {
      button.setAttribute("aria-label", label);
      button.title = label;
    }
  }

  /** @param {import("./types.js").Command[]} commands */
  setCommands(commands) {
    this.entries = entries(commands, this.host.view.lang);
    if (document.activeElement === this.text) this.onInput();
  }

  /** Focus, as after pressing `/` anywhere. @param {string} [text] what is typed there if nothing is yet */
  focus(text = "") {
    if (this.form) {
      if (!this.form.focus()) this.sendButton.focus();
      return;
    }
    this.text.focus();
    if (text && !this.text.value) this.text.value = text;
    this.onInput();
  }

  onInput() {
    const typed = this.text.value;
    this.hint.textContent = "";
    if (!typed.startsWith("/")) {
      this.popup.close();
      return;
    }
    const found = typedCommand(this.entries, typed);
    if (found) {
      this.choose(found.entry, found.rest);
      return;
    }
    const items = matching(this.entries, typed.slice(1)).map((entry) => ({
      value: entry,
      label: `/${entry.label}`,
      note: entry.description,
      icon: "/",
    }));
    const { t } = this.host.view;
    this.popup.show(t("commandsTitle"), items, { empty: t("noCommands") });
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.isComposing) return;
    if (this.popup.key(event)) event.preventDefault();
    else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    }
  }

  /** @param {KeyboardEvent} event */
  escape(event) {
    event.preventDefault();
    if (this.popup.open) {
      this.popup.close();
      return;
    }
    if (this.form && !this.form.escape()) this.leave();
  }

  /** @param {Entry} entry @param {string} [rest] what was typed behind its name */
  choose(entry, rest = "") {
    this.drop();
    this.form = new CommandForm(entry, {
      view: this.host.view,
      popups: this.popups,
      api: this.host.api(),
      onSend: () => this.send(),
      onLeave: () => this.leave(),
    });
    this.popup.close();
    this.text.value = "";
    this.main.replaceChildren(this.form.element);
    if (rest) this.form.fillFirst(rest);
    else this.focus();
  }

  /** A command chosen elsewhere, e.g. by a mention of it. @param {string} path */
  chooseNamed(path) {
    const entry = this.entries.find((one) => one.path === path);
    if (entry) this.choose(entry);
  }

  drop() {
    this.form = null;
    this.popups.replaceChildren();
  }

  /** Back to plain text. */
  leave() {
    this.drop();
    this.hint.textContent = "";
    this.main.replaceChildren(this.text);
    this.text.focus();
  }

  send() {
    if (!this.form) {
      this.sendText();
      return;
    }
    const filled = this.form.read();
    if (!filled) return;
    this.leave();
    this.host.onCommand(filled);
  }

  sendText() {
    if (!this.text.value.trim()) return;
    this.hint.textContent = this.host.view.t("onlyCommands");
  }

  /** @param {File} file */
  takeFile(file) {
    if (!this.form?.takeFile(file)) this.hint.textContent = this.host.view.t("onlyCommands");
  }

  /** Another person or channel: what was begun is dropped. */
  reset() {
    const focused = this.root.contains(document.activeElement);
    this.drop();
    this.text.value = "";
    this.hint.textContent = "";
    this.main.replaceChildren(this.text);
    this.popup.close();
    if (focused) this.text.focus();
  }
}
