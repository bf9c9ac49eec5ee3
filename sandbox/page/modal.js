// A form that the bot opened, as a <dialog>.
import { h } from "./dom.js";
import { markdown } from "./markdown-view.js";
import { makePart } from "./modal-parts.js";

/** @typedef {import("./types.js").Modal} Modal */
/** @typedef {import("./types.js").Component} Component */
/** @typedef {import("./view.js").View} View */
/** @typedef {import("./modal-parts.js").Part} Part */
/** @typedef {import("./modal-parts.js").Uploads} Uploads */

/**
 * Show it and resolve when it has been sent (true) or left (false).
 * @param {Modal} modal @param {View} view @param {Uploads} uploads
 * @param {(values: Record<string, any>) => Promise<void>} submit raises with the reason
 * @returns {Promise<boolean>}
 */
export function openModal(modal, view, uploads, submit) {
  const { t } = view;
  /** @type {Part[]} */
  const parts = [];
  const inner = modal.components.map((component) => topLevel(component, view, uploads, parts));
  const alert = h("p", { class: "failure", role: "alert" });
  const send = h("button", { class: "button primary", type: "submit" }, t("submit"));
  const cancel = h(
    "button",
    { class: "button secondary", type: "button", on: { click: () => dialog.close() } },
    t("cancel"),
  );
  const title = h("h2", { id: "modal-title" }, modal.title);
  const form = h(
    "form",
    { novalidate: true, on: { submit: (/** @type {Event} */ event) => onSubmit(event) } },
    h(
      "div",
      { class: "modal-head" },
      title,
      h(
        "button",
        { class: "icon-button", type: "button", "aria-label": t("close"), on: { click: () => dialog.close() } },
        "×",
      ),
    ),
    h("div", { class: "modal-body" }, inner, alert),
    h("div", { class: "modal-foot" }, cancel, send),
  );
  const dialog = /** @type {HTMLDialogElement} */ (
    h("dialog", { class: "modal", "aria-labelledby": "modal-title" }, form)
  );
  let sent = false;

  /** @param {Event} event */
  async function onSubmit(event) {
    event.preventDefault();
    if (!check(parts)) return;
    send.disabled = true;
    try {
      await submit(Object.fromEntries(parts.map((part) => [part.id, part.read()])));
      sent = true;
      dialog.close();
    } catch (error) {
      alert.textContent = `${t("wentWrong")} ${error instanceof Error ? error.message : ""}`.trim();
    } finally {
      send.disabled = false;
    }
  }

  document.body.append(dialog);
  dialog.showModal();
  focusOn(parts[0]);
  return new Promise((resolve) =>
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(sent);
    }),
  );
}

/** @param {Part | undefined} part */
function focusOn(part) {
  const input = part?.element.querySelector("input, textarea, button");
  if (input instanceof HTMLElement) input.focus();
}

/**
 * Show what is wrong with each part and focus the first of them.
 * @param {Part[]} parts
 * @returns {boolean} whether all are right
 */
function check(parts) {
  const wrong = parts.filter((part) => {
    const problem = part.problem();
    const note = part.element.querySelector(".field-problem");
    if (note) note.textContent = problem;
    return problem !== "";
  });
  focusOn(wrong[0]);
  return wrong.length === 0;
}

/** @param {Component} component @param {View} view @param {Uploads} uploads @param {Part[]} parts @returns {Node} */
function topLevel(component, view, uploads, parts) {
  if (component.type === 10) return markdown(component.content ?? "", view);
  const wrapped = component.type === 18 || component.type === 1;
  const inner = component.component ?? component.components?.[0] ?? component;
  const label = (wrapped && component.label) || inner.label || inner.placeholder || "";
  const part = makePart(inner, label, view, uploads);
  parts.push(part);
  const mark = inner.required === false ? null : h("span", { class: "needed", "aria-hidden": "true" }, " *");
  part.element.prepend(
    h("span", { class: "field-label" }, label, mark),
    component.description ? h("small", {}, component.description) : "",
  );
  part.element.append(h("span", { class: "field-problem", role: "alert" }));
  return part.element;
}
