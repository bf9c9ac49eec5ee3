// A chosen command in the composer: its name, the options that are filled, and those that can be added.
import { h } from "./dom.js";
import { nameIn, descriptionIn } from "./commands.js";
import { Field } from "./field.js";
import { ATTACHMENT, STRING } from "./fields.js";

/** @typedef {import("./commands.js").Entry} Entry */
/** @typedef {import("./types.js").Option} Option */
/** @typedef {import("./view.js").View} View */
/** @typedef {{entry: Entry, options: Record<string, any>, attachments: Record<string, string>}} Filled */
/**
 * @typedef {object} FormHost
 * @property {View} view
 * @property {HTMLElement} popups where suggestions are put
 * @property {import("./api.js").PersonApi} api
 * @property {() => void} onSend
 * @property {() => void} onLeave
 */

export class CommandForm {
  /** @param {Entry} entry @param {FormHost} host */
  constructor(entry, host) {
    this.entry = entry;
    this.host = host;
    /** @type {Field[]} */
    this.fields = [];
    this.chips = h("span", { class: "chips" });
    this.adders = h("span", { class: "adders" });
    const { t } = host.view;
    const name = h(
      "button",
      { class: "command-name", type: "button", title: t("cancelCommand"), on: { click: () => host.onLeave() } },
      `/${entry.label}`,
    );
    this.element = h(
      "div",
      { class: "command-form", role: "group", "aria-label": `/${entry.label}: ${entry.description}` },
      name,
      this.chips,
      this.adders,
    );
    for (const option of entry.options) if (option.required) this.add(option);
    this.paintAdders();
  }

  /** Where typing goes on: the first field that is empty, else the last; nothing if the command has no open field. */
  focus() {
    const field = this.fields.find((one) => one.empty) ?? this.fields.at(-1);
    field?.input.focus();
    return Boolean(field);
  }

  /** Put a text that was typed behind the command's name into its first text option. @param {string} text */
  fillFirst(text) {
    const option = this.entry.options.find(({ type }) => type === STRING);
    if (!option) return;
    const field = this.fields.find((one) => one.option === option) ?? this.add(option);
    field.fill(text);
    field.input.focus();
  }

  /** @param {Option} option @returns {Field} */
  add(option) {
    const field = new Field(option, {
      view: this.host.view,
      popups: this.host.popups,
      autocomplete: (asking) => this.autocomplete(asking),
      upload: (file) => this.host.api.upload(file),
      onKey: (one, event) => this.onKey(one, event),
      onInput: (one) => this.jumpToNamed(one),
    });
    this.fields.push(field);
    field.enter(this.chips);
    if (!option.required) field.element.append(this.removeButton(field));
    this.paintAdders();
    return field;
  }

  /** @param {Field} field @returns {HTMLElement} */
  removeButton(field) {
    const label = this.host.view.t("removeOption", { name: field.name });
    return h(
      "button",
      {
        class: "chip-remove",
        type: "button",
        "aria-label": label,
        title: label,
        on: { click: () => this.remove(field) },
      },
      "×",
    );
  }

  /** @param {Field} field */
  remove(field) {
    this.fields = this.fields.filter((one) => one !== field);
    field.leave();
    this.paintAdders();
    if (!this.focus()) this.adders.querySelector("button")?.focus();
  }

  /** Options that are not filled yet. @returns {Option[]} */
  free() {
    return this.entry.options.filter((option) => !this.fields.some((field) => field.option === option));
  }

  paintAdders() {
    const { t, lang } = this.host.view;
    this.adders.replaceChildren(
      ...this.free().map((option) =>
        h(
          "button",
          {
            class: "adder",
            type: "button",
            title: descriptionIn(option, lang),
            "aria-label": `${t("addOption", { name: nameIn(option, lang) })}: ${descriptionIn(option, lang)}`,
            on: { click: () => this.add(option).input.focus() },
          },
          `+ ${nameIn(option, lang)}`,
        ),
      ),
    );
  }

  /** Typing " model:" at the end of one option goes on in that option. @param {Field} field */
  jumpToNamed(field) {
    const option = this.free().find(
      (one) => field.typed.endsWith(` ${one.name}:`) || field.typed.endsWith(` ${nameIn(one, this.host.view.lang)}:`),
    );
    if (!option) return;
    field.input.value = field.typed.slice(0, field.typed.lastIndexOf(" "));
    this.add(option).input.focus();
  }

  /** @param {Field} field @param {KeyboardEvent} event */
  onKey(field, event) {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.host.onSend();
    }
    if (event.key === "Backspace" && field.empty && !field.typed) this.backspace(field, event);
  }

  /** @param {Field} field @param {KeyboardEvent} event */
  backspace(field, event) {
    event.preventDefault();
    if (!field.option.required) this.remove(field);
    else if (this.fields.every((one) => one.empty)) this.host.onLeave();
  }

  /** Closes the suggestions. @returns {boolean} whether there were any */
  escape() {
    const open = this.fields.filter(({ popup }) => popup.open);
    open.forEach(({ popup }) => popup.close());
    return open.length > 0;
  }

  /** @param {File} file @returns {boolean} whether an option took it */
  takeFile(file) {
    const open = this.fields.find(({ option, empty }) => option.type === ATTACHMENT && empty);
    const option = this.free().find(({ type }) => type === ATTACHMENT);
    const field = open ?? (option && this.add(option));
    field?.attach(file);
    return Boolean(field);
  }

  /** @param {Field} asking */
  autocomplete(asking) {
    const options = Object.fromEntries(
      this.fields
        .filter((one) => one === asking || (!one.empty && one.option.type !== ATTACHMENT))
        .map((one) => [one.option.name, one.picked?.label === one.typed ? one.picked.value : one.typed]),
    );
    return this.host.api.autocomplete({
      channel_id: this.host.view.store.channelId,
      name: this.entry.path,
      options,
      focused: asking.option.name,
      locale: this.host.view.lang,
    });
  }

  /** Everything that was filled, or null after showing what is wrong. @returns {Filled | null} */
  read() {
    /** @type {Filled} */
    const filled = { entry: this.entry, options: {}, attachments: {} };
    let wrong = null;
    for (const field of this.fields) {
      const result = field.read();
      if (result && "problem" in result) {
        field.complain(result.problem);
        wrong ??= field;
      } else if (result && field.option.type === ATTACHMENT) filled.attachments[field.option.name] = result.value;
      else if (result) filled.options[field.option.name] = result.value;
    }
    wrong?.input.focus();
    return wrong ? null : filled;
  }
}
