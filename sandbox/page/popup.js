// A listbox of suggestions. It never takes the focus: its owner keeps it and hands over the keys (ARIA's combobox
// pattern).
import { h } from "./dom.js";

/** @typedef {{value: any, label: string, note?: string, icon?: Node | string | null, picked?: boolean}} Item */

let count = 0;

export class Popup {
  /** @param {HTMLElement} owner told by aria-controls and aria-activedescendant which item is meant
   * @param {(item: Item) => void} onPick */
  constructor(owner, onPick) {
    this.owner = owner;
    this.onPick = onPick;
    this.id = `popup-${++count}`;
    /** @type {Item[]} */
    this.items = [];
    this.index = -1;
    this.title = h("div", { class: "popup-title" });
    this.list = h("ul", { id: this.id, role: "listbox" });
    this.element = h(
      "div",
      { class: "popup", hidden: true, on: { pointerdown: (/** @type {Event} */ event) => event.preventDefault() } },
      this.title,
      this.list,
    );
  }

  /** Whether there is a list; a title alone is only a hint. */
  get open() {
    return !this.element.hidden && this.list.childElementCount > 0;
  }

  /**
   * @param {string} title
   * @param {Item[]} items
   * @param {{first?: boolean, empty?: string}} [how] `first`: an item is meant from the start
   */
  show(title, items, { first = true, empty = "" } = {}) {
    this.items = items;
    this.title.textContent = title;
    this.list.setAttribute("aria-label", title);
    this.list.replaceChildren(...items.map((item, index) => this.row(item, index)));
    if (!items.length && empty) this.list.append(h("li", { class: "popup-empty", role: "presentation" }, empty));
    this.element.hidden = !items.length && !empty && !title;
    this.mean(first && items.length ? 0 : -1);
    this.owner.setAttribute("aria-expanded", String(this.open));
    this.owner.setAttribute("aria-controls", this.id);
  }

  close() {
    this.element.hidden = true;
    this.list.replaceChildren();
    this.items = [];
    this.mean(-1);
    this.owner.setAttribute("aria-expanded", "false");
  }

  /** @param {Item} item @param {number} index @returns {HTMLElement} */
  row(item, index) {
    const text = h("span", { class: "popup-text" }, h("b", {}, item.label), item.note && h("small", {}, item.note));
    return h(
      "li",
      {
        id: `${this.id}-${index}`,
        role: "option",
        "aria-selected": "false",
        class: item.picked ? "picked" : "",
        on: {
          click: () => this.onPick(item),
          pointermove: () => {
            if (this.index !== index) this.mean(index);
          },
        },
      },
      item.icon && h("span", { class: "popup-icon", "aria-hidden": "true" }, item.icon),
      text,
      item.picked && h("span", { class: "tick" }, "✓"),
    );
  }

  /** @param {number} index -1 for none */
  mean(index) {
    this.index = index;
    [...this.list.children].forEach((row, at) => row.setAttribute("aria-selected", String(at === index)));
    if (index < 0) {
      this.owner.removeAttribute("aria-activedescendant");
      return;
    }
    this.owner.setAttribute("aria-activedescendant", `${this.id}-${index}`);
    this.list.children[index]?.scrollIntoView({ block: "nearest" });
  }

  /** @returns {Item | undefined} */
  meant() {
    return this.items[this.index];
  }

  /**
   * Arrows move, Enter and Tab pick what is meant.
   * @param {KeyboardEvent} event
   * @returns {boolean} whether the key was used
   */
  key(event) {
    if (!this.open || event.isComposing) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.items.length) {
      this.mean((this.index + step + this.items.length + (this.index < 0 && step < 0 ? 1 : 0)) % this.items.length);
      return true;
    }
    const item = this.meant();
    if (item && (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey))) {
      this.onPick(item);
      return true;
    }
    return false;
  }
}
