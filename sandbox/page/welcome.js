// The head of a channel, with the prompts of the first minute.
import { byId, h } from "./dom.js";
import { promptsFor } from "./prompts.js";

/** @typedef {import("./view.js").View} View */

/** @param {View} view @param {boolean} canImagine @param {(prompt: string) => void} onPrompt */
export function paintWelcome(view, canImagine, onPrompt) {
  const { store, t } = view;
  const channel = store.channel();
  const title = channel.type === 1 ? t("welcomeDm", { name: channel.name }) : t("welcome", { channel: channel.name });
  const first = canImagine && channel.id === store.world.channels[0].id;
  byId("welcome").replaceChildren(
    h("div", { class: "welcome-sign", "aria-hidden": "true" }, channel.type === 1 ? "@" : "#"),
    h("h2", {}, title),
    h("p", {}, t(first ? "welcomeText" : "welcomeOther")),
    first ? promptCards(view, onPrompt) : "",
  );
}

/** @param {View} view @param {(prompt: string) => void} onPrompt @returns {HTMLElement} */
export function promptCards(view, onPrompt) {
  return h(
    "div",
    { class: "prompts", role: "group", "aria-label": view.t("ideas") },
    promptsFor(view.lang).map(({ icon, text }) =>
      h(
        "button",
        { type: "button", class: "prompt", on: { click: () => onPrompt(text) } },
        h("span", { class: "prompt-icon", "aria-hidden": "true" }, icon),
        h("span", {}, text),
      ),
    ),
  );
}

/** The same prompts, wherever one is in the channel. @param {View} view @param {(prompt: string) => void} onPrompt */
export function openIdeas(view, onPrompt) {
  const { t } = view;
  const dialog = /** @type {HTMLDialogElement} */ (
    h(
      "dialog",
      { class: "modal ideas", "aria-labelledby": "ideas-title" },
      h(
        "div",
        { class: "modal-head" },
        h("h2", { id: "ideas-title" }, t("ideas")),
        h(
          "button",
          { class: "icon-button", type: "button", "aria-label": t("close"), on: { click: () => dialog.close() } },
          "×",
        ),
      ),
      h(
        "div",
        { class: "modal-body" },
        promptCards(view, (prompt) => {
          dialog.close();
          onPrompt(prompt);
        }),
      ),
    )
  );
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
}
