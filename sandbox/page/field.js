// One option of a command in the composer: its name, its input, its suggestions and what is wrong with it.
import { h } from "./dom.js";
import { descriptionIn, nameIn } from "./commands.js";
import { ATTACHMENT, closedList, narrowed, valueOf } from "./fields.js";
import { Popup } from "./popup.js";
import { fileSize } from "./times.js";

/** @typedef {import("./types.js").Option} Option */
/** @typedef {import("./types.js").Choice} Choice */
/** @typedef {import("./view.js").View} View */
/**
 * @typedef {object} FieldHost
 * @property {View} view
 * @property {HTMLElement} popups where suggestions are put
 * @property {(field: Field) => Promise<Choice[]>} autocomplete
 * @property {(file: File) => Promise<{upload_id: string, filename: string, size: number}>} upload
 * @property {(field: Field, event: KeyboardEvent) => void} onKey keys that the field has no use for
 * @property {(field: Field) => void} onInput
 */

const AUTOCOMPLETE_DELAY_MS = 200;

export class Field {
  /** @param {Option} option @param {FieldHost} host */
  constructor(option, host) {
    this.option = option;
    this.host = host;
    this.list = closedList(option, host.view.store, host.view.t);
    /** @type {{label: string, value: any} | null} what was picked from suggestions */
    this.picked = null;
    /** @type {string | null} */
    this.uploadId = null;
    this.asked = 0;
    this.name = nameIn(option, host.view.lang);
    /** @type {any} the hidden file input */
    this.chooser = null;
    this.problem = h("span", { class: "chip-problem", role: "alert" });
    this.input = option.type === ATTACHMENT ? this.fileButton() : this.textInput();
    this.popup = new Popup(this.input, (item) => this.pick(item.label, item.value));
    const label = h("span", { class: "chip-name", on: { click: () => this.input.focus() } }, this.name);
    this.element = h(
      "span",
      { class: "chip", dataset: { option: option.name } },
      label,
      this.input,
      this.chooser,
      this.problem,
    );
  }

  /** @returns {HTMLTextAreaElement} */
  textInput() {
    const { view } = this.host;
    return h("textarea", {
      rows: 1,
      role: "combobox",
      "aria-expanded": "false",
      "aria-autocomplete": "list",
      "aria-required": String(Boolean(this.option.required)),
      "aria-label": `${this.name}: ${descriptionIn(this.option, view.lang)}`,
      spellcheck: "false",
      autocapitalize: "off",
      inputmode: this.option.type === 4 ? "numeric" : null,
      on: {
        input: () => this.onInput(),
        focus: () => this.suggest(),
        blur: () => this.popup.close(),
        keydown: (/** @type {KeyboardEvent} */ event) => this.onKey(event),
        paste: (/** @type {ClipboardEvent} */ event) => this.onPaste(event),
      },
    });
  }

  /** @returns {HTMLButtonElement} */
  fileButton() {
    const { t } = this.host.view;
    this.chooser = h("input", { type: "file", hidden: true, on: { change: () => this.attach(this.chooser.files[0]) } });
    return h(
      "button",
      {
        type: "button",
        class: "chip-file",
        "aria-label": `${this.name}: ${t("chooseFile")}`,
        on: {
          click: () => this.chooser.click(),
          keydown: (/** @type {KeyboardEvent} */ event) => {
            if (event.key !== "Enter" || this.uploadId) this.host.onKey(this, event);
          },
        },
      },
      t("chooseFile"),
    );
  }

  /** Put it among the others. @param {HTMLElement} chips */
  enter(chips) {
    chips.append(this.element);
    this.host.popups.append(this.popup.element);
  }

  leave() {
    this.element.remove();
    this.popup.element.remove();
  }

  get typed() {
    return this.input instanceof HTMLTextAreaElement ? this.input.value : "";
  }

  get empty() {
    return this.option.type === ATTACHMENT ? !this.uploadId : this.typed.trim() === "";
  }

  /** @param {string} text */
  fill(text) {
    this.input.value = text;
    this.onInput();
  }

  onInput() {
    const own = new RegExp(`^\\s*((${escapeRegExp(this.option.name)}|${escapeRegExp(this.name)}):)?\\s*`);
    const bare = this.typed.replace(own, "");
    if (bare !== this.typed) this.input.value = bare;
    this.complain("");
    this.host.onInput(this);
    this.suggest();
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (this.popup.key(event)) {
      event.preventDefault();
      return;
    }
    this.host.onKey(this, event);
  }

  /** @param {ClipboardEvent} event */
  onPaste(event) {
    const file = event.clipboardData?.files[0];
    if (file) this.element.dispatchEvent(new CustomEvent("paste-file", { bubbles: true, detail: file }));
  }

  suggest() {
    const { t, lang } = this.host.view;
    if (this.option.type === ATTACHMENT) return;
    const title = `${this.name} · ${descriptionIn(this.option, lang)}`;
    if (this.list)
      this.popup.show(title, narrowed(this.list, this.typed), { empty: t("noChoices"), first: !this.isExact() });
    else {
      this.popup.show(title, []);
      if (this.option.autocomplete) this.ask(title);
    }
  }

  /** Whether the text is already one of the list. */
  isExact() {
    return Boolean(this.list?.some(({ label }) => label === this.typed));
  }

  /** Ask the bot for choices, once the person has stopped typing. @param {string} title */
  ask(title) {
    const mine = ++this.asked;
    const { t } = this.host.view;
    setTimeout(async () => {
      if (mine !== this.asked || document.activeElement !== this.input) return;
      const choices = await this.host.autocomplete(this).catch(() => []);
      if (mine !== this.asked || document.activeElement !== this.input) return;
      this.popup.show(
        title,
        choices.map(({ name, value }) => ({ label: name, value })),
        { first: false, empty: t("noChoices") },
      );
    }, AUTOCOMPLETE_DELAY_MS);
  }

  /** @param {string} label @param {any} value */
  pick(label, value) {
    this.asked += 1;
    this.picked = { label, value };
    this.input.value = label;
    this.complain("");
    this.popup.close();
    this.host.onInput(this);
  }

  /** @param {File | undefined} file */
  async attach(file) {
    if (!file) return;
    const { t, lang } = this.host.view;
    this.input.textContent = t("uploading", { name: file.name });
    try {
      const { upload_id: id, filename, size } = await this.host.upload(file);
      this.uploadId = id;
      this.input.textContent = `${filename} · ${fileSize(size, lang)}`;
      this.complain("");
    } catch (error) {
      this.input.textContent = t("chooseFile");
      this.complain(error instanceof Error ? error.message : String(error));
    }
  }

  /** @returns {{value: any} | {problem: string} | null} null for an optional one that was left empty */
  read() {
    const { t } = this.host.view;
    if (this.empty) return this.option.required ? { problem: t("required") } : null;
    if (this.option.type === ATTACHMENT) return { value: this.uploadId };
    if (this.picked && this.picked.label === this.typed) return { value: this.picked.value };
    return valueOf(this.option, this.typed, this.list, t);
  }

  /** @param {string} text "" when all is well */
  complain(text) {
    this.problem.textContent = text;
    this.element.classList.toggle("wrong", text !== "");
    this.input.setAttribute("aria-invalid", String(text !== ""));
  }
}

/** @param {string} text */
function escapeRegExp(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
