// Pictures and files below a message. A picture's box has its size before the picture is there, so nothing jumps.
import { h, safeUrl } from "./dom.js";
import { spoiler } from "./markdown-view.js";
import { fileSize } from "./times.js";

/** @typedef {import("./types.js").Attachment} Attachment */
/** @typedef {import("./view.js").View} View */
/** @typedef {import("./view.js").Picture} Picture */

const WIDEST = 550; // px, Discord's box for one picture
const HIGHEST = 460; // px

/** @param {Attachment} attachment @returns {boolean} */
export function isPicture(attachment) {
  return Boolean(attachment.width && attachment.height) || (attachment.content_type ?? "").startsWith("image/");
}

/** @param {Attachment[]} attachments @param {View} view @returns {HTMLElement[]} */
export function attachmentList(attachments, view) {
  const shown = attachments.filter(isPicture);
  const files = attachments.filter((one) => !isPicture(one)).map((one) => fileCard(one, view));
  const pictures = shown.map(asPicture);
  const frames = pictures.map((picture, index) => {
    const frame = pictureBox(pictures, index, view, pictures.length > 1);
    frame.dataset.picture = shown[index].id;
    return hiddenIf(shown[index].filename.startsWith("SPOILER_"), frame, view);
  });
  const grid = frames.length > 0 && h("div", { class: frames.length > 1 ? "pictures several" : "pictures" }, frames);
  return [grid, ...files].filter(Boolean);
}

/** @param {boolean} secret @param {HTMLElement} frame @param {View} view @returns {HTMLElement} */
export function hiddenIf(secret, frame, view) {
  if (!secret) return frame;
  const box = spoiler([frame], view);
  box.classList.add("around-picture");
  return box;
}

/** @param {Attachment} one @returns {Picture} */
function asPicture({ url, filename, description, size, width, height }) {
  return { src: safeUrl(url) ?? "", name: description || filename, size, width, height };
}

/**
 * One picture in its fixed box: a button that enlarges it, and a link that saves it.
 * @param {Picture[]} pictures those between which the enlarged view can step
 * @param {number} index @param {View} view @param {boolean} [tile] one of several, cut to a square
 * @returns {HTMLElement}
 */
export function pictureBox(pictures, index, view, tile = false) {
  const { src, name, width, height } = pictures[index];
  const image = h("img", { src, alt: name, loading: "lazy", decoding: "async", width, height });
  const open = h(
    "button",
    {
      class: "enlarge",
      type: "button",
      "aria-label": view.t("enlarge", { name }),
      dataset: { key: `enlarge:${index}` },
      on: { click: () => view.actions.enlarge(pictures, index) },
    },
    image,
  );
  return h(
    "figure",
    { class: tile ? "picture tile" : "picture", style: tile ? {} : boxStyle(width, height) },
    open,
    saveLink(src, name, view),
  );
}

/**
 * @param {number | null | undefined} width px
 * @param {number | null | undefined} height px
 * @returns {Record<string, string>}
 */
function boxStyle(width, height) {
  if (!width || !height) return { "--width": `${WIDEST}px`, "--ratio": "1" };
  const scale = Math.min(1, WIDEST / width, HIGHEST / height);
  return { "--width": `${Math.round(width * scale)}px`, "--ratio": `${width / height}` };
}

/** @param {string} src @param {string} name @param {View} view @returns {HTMLElement} */
function saveLink(src, name, view) {
  const label = view.t("download", { name });
  return h("a", { class: "save", href: src, download: name, "aria-label": label, title: label }, "⤓");
}

/** @param {Pick<Attachment, "url" | "filename" | "size">} file @param {View} view @returns {HTMLElement} */
export function fileCard({ url, filename, size }, view) {
  const href = safeUrl(url);
  return h(
    "div",
    { class: "file" },
    h("span", { class: "file-icon", "aria-hidden": "true" }, "📄"),
    h("span", { class: "file-name" }, filename, h("small", {}, fileSize(size ?? 0, view.lang))),
    href &&
      h("a", { class: "save", href, download: filename, "aria-label": view.t("download", { name: filename }) }, "⤓"),
  );
}

/**
 * Keep what is on the screen until its successor has arrived: the same attachment keeps its element, a new one covers
 * the old picture only once it is loaded (previews of one job follow each other every 1.5 s).
 * @param {HTMLElement} before @param {HTMLElement} after
 */
export function carryPictures(before, after) {
  const old = [...before.querySelectorAll(".picture")];
  [...after.querySelectorAll(".picture")].forEach((frame, index) => {
    const [was, image] = [old[index]?.querySelector("img"), frame.querySelector("img")];
    if (!was || !image || !was.complete || !was.naturalWidth) return;
    const key = frame.getAttribute("data-picture");
    if (key && key === old[index].getAttribute("data-picture")) image.replaceWith(was);
    else coverWhenLoaded(was, image);
  });
}

/** @param {HTMLImageElement} was @param {HTMLImageElement} image */
function coverWhenLoaded(was, image) {
  was.classList.add("previous");
  was.alt = "";
  image.loading = "eager";
  image.classList.add("coming");
  image.before(was);
  const done = () => {
    image.classList.remove("coming");
    was.remove();
  };
  image.addEventListener("load", done, { once: true });
  image.addEventListener("error", done, { once: true });
}
