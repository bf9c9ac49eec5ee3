// Embeds: the coloured cards of Discord.
import { h, safeUrl } from "./dom.js";
import { markdown } from "./markdown-view.js";
import { pictureBox } from "./media.js";
import { stamp } from "./times.js";

/** @typedef {import("./types.js").Embed} Embed */
/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./types.js").Media} Media */
/** @typedef {import("./view.js").View} View */

/** A colour number as CSS. @param {number | null | undefined} colour 0 to 0xffffff @returns {string | null} */
export function cssColour(colour) {
  return colour || colour === 0 ? `#${(colour & 0xffffff).toString(16).padStart(6, "0")}` : null;
}

/** The address behind a media object; `attachment://name` means a file of the same message.
 * @param {Media} media @param {Message} message @returns {import("./view.js").Picture} */
export function resolveMedia(media, message) {
  const name = media.url.startsWith("attachment://") ? media.url.slice("attachment://".length) : null;
  const file = message.attachments.find((one) => (name ? one.filename === name : one.url === media.url));
  const src = safeUrl(file?.url ?? media.url) ?? "";
  return {
    src,
    name: file?.filename ?? src.split("/").at(-1)?.split("?")[0] ?? "",
    size: file?.size,
    width: media.width ?? file?.width,
    height: media.height ?? file?.height,
  };
}

/** @param {Embed} embed @param {Message} message @param {View} view @returns {HTMLElement} */
export function embedCard(embed, message, view) {
  const href = safeUrl(embed.url);
  const title = embed.title && markdown(embed.title, view);
  return h(
    "article",
    { class: "embed", style: { "--edge": cssColour(embed.color) ?? "var(--line)" } },
    h(
      "div",
      { class: "embed-main" },
      embed.author && h("p", { class: "embed-author" }, embed.author.name),
      title &&
        h(
          "div",
          { class: "embed-title" },
          href && embed.url ? h("a", { href, target: "_blank", rel: "noopener noreferrer" }, title) : title,
        ),
      embed.description && markdown(embed.description, view),
      embed.fields?.length ? fieldList(embed.fields, view) : null,
      embed.image && pictureBox([resolveMedia(embed.image, message)], 0, view),
      footer(embed, view),
    ),
    embed.thumbnail &&
      h("img", { class: "embed-thumbnail", src: resolveMedia(embed.thumbnail, message).src, alt: "", loading: "lazy" }),
  );
}

/** @param {NonNullable<Embed["fields"]>} fields @param {View} view @returns {HTMLElement} */
function fieldList(fields, view) {
  return h(
    "dl",
    { class: "embed-fields" },
    fields.map(({ name, value, inline }) =>
      h(
        "div",
        { class: inline ? "inline" : "" },
        h("dt", {}, markdown(name, view)),
        h("dd", {}, markdown(value, view)),
      ),
    ),
  );
}

/** @param {Embed} embed @param {View} view @returns {HTMLElement | null} */
function footer(embed, view) {
  const when = embed.timestamp && stamp(new Date(embed.timestamp), view.now(), view.lang, view.t);
  const parts = [embed.footer?.text, when].filter(Boolean);
  return parts.length ? h("p", { class: "embed-footer" }, parts.join(" · ")) : null;
}
