// The menu of a message: reactions, the bot's message commands, copying. Arrows move, Enter picks, Esc closes.
import { h } from "./dom.js";

/** @typedef {{label: string, text: string, run: () => void, small?: boolean} | {heading: string}} MenuItem
 *   `label` is read aloud, `text` is shown; small ones stand side by side */

const MARGIN = 8; // px kept free at the edges of the window

/** @param {MenuItem[]} items @param {{x: number, y: number}} at where the pointer was, px @param {string} label */
export function openMenu(items, at, label) {
  const before = document.activeElement;
  const menu = h(
    "div",
    {
      class: "menu",
      role: "menu",
      "aria-label": label,
      on: { keydown: (/** @type {KeyboardEvent} */ event) => onKey(event) },
    },
    items.map((item) =>
      "heading" in item ? h("div", { class: "menu-heading", role: "presentation" }, item.heading) : entry(item),
    ),
  );
  const veil = h(
    "div",
    {
      class: "menu-veil",
      on: {
        pointerdown: (/** @type {Event} */ event) => {
          if (event.target === veil) close();
        },
        contextmenu: (/** @type {Event} */ event) => event.preventDefault(),
      },
    },
    menu,
  );
  const buttons = () => /** @type {HTMLButtonElement[]} */ ([...menu.querySelectorAll("button")]);

  /** @param {Exclude<MenuItem, {heading: string}>} item */
  function entry(item) {
    return h(
      "button",
      {
        type: "button",
        role: "menuitem",
        tabindex: -1,
        class: item.small ? "small" : "",
        "aria-label": item.label,
        on: {
          click: () => {
            close();
            item.run();
          },
        },
      },
      item.text,
    );
  }
  function close() {
    veil.remove();
    if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
  }
  /** @param {KeyboardEvent} event */
  function onKey(event) {
    const all = buttons();
    const here = all.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
    const step = steps[/** @type {keyof typeof steps} */ (event.key)];
    if (step) {
      event.preventDefault();
      all[(here + step + all.length) % all.length].focus();
    }
    if (event.key === "Escape" || event.key === "Tab") {
      event.preventDefault();
      close();
    }
  }

  document.body.append(veil);
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(MARGIN, Math.min(at.x, innerWidth - width - MARGIN))}px`;
  menu.style.top = `${Math.max(MARGIN, Math.min(at.y, innerHeight - height - MARGIN))}px`;
  buttons()[0]?.focus();
}
