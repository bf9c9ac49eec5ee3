// A picture at full size in a <dialog>; arrows step through the pictures of its message.
import { h } from "./dom.js";
import { fileSize } from "./times.js";

/** @typedef {import("./view.js").Picture} Picture */
/** @typedef {import("./view.js").View} View */

/** @param {Picture[]} pictures @param {number} start @param {View} view */
export function openLightbox(pictures, start, view) {
  const { t } = view;
  let index = start;
  const image = h("img", { class: "lightbox-picture" });
  const caption = h("span", { class: "lightbox-caption" });
  const save = h("a", { class: "button secondary" }, "⤓");
  const original = h(
    "a",
    { class: "button secondary", target: "_blank", rel: "noopener noreferrer" },
    t("openOriginal"),
  );
  const close = h(
    "button",
    { class: "button secondary", type: "button", "aria-label": t("close"), on: { click: () => dialog.close() } },
    "×",
  );
  const dialog = /** @type {HTMLDialogElement} */ (
    h(
      "dialog",
      { class: "lightbox", "aria-label": t("enlarge", { name: "" }).trim() },
      image,
      h("div", { class: "lightbox-bar" }, caption, save, original, close),
    )
  );

  const show = () => {
    const { src, name, size, width, height } = pictures[index];
    Object.assign(image, { src, alt: name });
    image.style.setProperty("--ratio", width && height ? `${width / height}` : "1");
    const facts = [width && height ? `${width} × ${height}` : "", size ? fileSize(size, view.lang) : ""];
    caption.textContent = [name, ...facts].filter(Boolean).join(" · ");
    Object.assign(save, { href: src, download: name });
    save.setAttribute("aria-label", t("download", { name }));
    original.href = src;
  };
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    index = (index + step + pictures.length) % pictures.length;
    show();
  });
  dialog.addEventListener("close", () => dialog.remove());
  show();
  document.body.append(dialog);
  dialog.showModal();
}
