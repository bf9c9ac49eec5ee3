// A select menu: a button with a listbox. One value is sent when it is picked, several when the list closes.
import { h } from "./dom.js";
import { emojiOf } from "./emoji.js";
import { Popup } from "./popup.js";

/** @typedef {import("./types.js").Component} Component */
/** @typedef {import("./types.js").SelectOption} SelectOption */
/** @typedef {import("./view.js").View} View */

/** The options of any select kind: its own, or people, roles and channels of the world.
 * @param {Component} component @param {View} view @returns {SelectOption[]} */
export function optionsOf(component, view) {
  const { world } = view.store;
  const people = world.people.map(({ id, display_name }) => ({ value: id, label: display_name }));
  const roles = (world.guild.roles ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const channels = world.channels.map(({ id, name }) => ({ value: id, label: `#${name}` }));
  const byType = { 5: people, 6: roles, 7: [...people, ...roles], 8: channels };
  return byType[/** @type {5 | 6 | 7 | 8} */ (component.type)] ?? component.options ?? [];
}

/**
 * @param {Component} component @param {View} view
 * @param {{busy?: boolean, label?: string, onPick: (values: string[]) => void}} how
 * @returns {HTMLElement}
 */
export function selectBox(component, view, { busy = false, label, onPick }) {
  const options = optionsOf(component, view);
  const many = (component.max_values ?? 1) > 1;
  const preset = new Set(component.default_values?.map(({ id }) => id));
  let chosen = options.filter((one) => one.default || preset.has(one.value)).map(({ value }) => value);
  let sent = chosen;

  const text = h("span", { class: "select-text" });
  const button = h(
    "button",
    {
      class: "select",
      type: "button",
      role: "combobox",
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      disabled: component.disabled,
      "aria-busy": busy ? "true" : null,
      "aria-label": label ?? component.placeholder ?? view.t("select"),
      dataset: { key: component.custom_id ?? "" },
      on: {
        click: () => (popup.open ? finish() : open()),
        keydown: (/** @type {KeyboardEvent} */ event) => onKey(event),
        blur: () => finish(),
      },
    },
    text,
    h("span", { class: "select-arrow", "aria-hidden": "true" }, "▾"),
  );
  const popup = new Popup(button, ({ value }) => pick(value));

  function paint() {
    const labels = options.filter(({ value }) => chosen.includes(value)).map((one) => one.label);
    text.textContent = labels.join(", ") || component.placeholder || view.t("select");
    text.classList.toggle("muted", labels.length === 0);
  }
  function open() {
    const items = options.map((one) => ({
      value: one.value,
      label: one.label,
      note: one.description ?? "",
      icon: emojiOf(one.emoji),
      picked: chosen.includes(one.value),
    }));
    popup.show(many ? view.t("pick", { min: component.min_values ?? 1, max: component.max_values ?? 1 }) : "", items, {
      empty: view.t("noChoices"),
    });
  }
  /** @param {string} value */
  function pick(value) {
    if (!many) {
      chosen = [value];
      popup.close();
      send();
      return;
    }
    const rest = chosen.filter((one) => one !== value);
    if (rest.length === chosen.length && chosen.length >= (component.max_values ?? 1)) return;
    chosen = rest.length === chosen.length ? [...chosen, value] : rest;
    const at = popup.index;
    open();
    popup.mean(at);
    paint();
  }
  function finish() {
    if (!popup.open) return;
    popup.close();
    if (many && chosen.length >= (component.min_values ?? 1) && chosen.join() !== sent.join()) send();
  }
  function send() {
    sent = chosen;
    paint();
    onPick(chosen);
  }
  /** @param {KeyboardEvent} event */
  function onKey(event) {
    if (event.key === "Escape" && popup.open) {
      event.preventDefault();
      event.stopPropagation();
      finish();
      return;
    }
    if (many && event.key === "Tab") return;
    if (many && popup.open && event.key === " ") {
      event.preventDefault();
      const item = popup.meant();
      if (item) pick(item.value);
      return;
    }
    if (popup.key(event)) {
      event.preventDefault();
      return;
    }
    if (!popup.open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      open();
    }
  }

  paint();
  return h("div", { class: "select-box" }, button, popup.element);
}
