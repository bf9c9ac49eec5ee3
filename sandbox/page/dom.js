// Elements are built, never parsed: a text that people wrote can only become a text node.

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * Build one element. `on` holds listeners, `style` CSS properties (custom ones too), `dataset` data attributes; a
 * boolean attribute is present when true and absent when false or null; anything else becomes an attribute.
 * @param {string} tag
 * @param {Record<string, any>} [props]
 * @param {...(Child | Child[])} children
 * @returns {any}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) assign(element, name, value);
  element.append(
    ...children
      .flat()
      .filter(isThere)
      .map((child) => (child instanceof Node ? child : String(child))),
  );
  return element;
}

/** @param {HTMLElement} element @param {string} name @param {any} value */
function assign(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "on") for (const [type, listener] of Object.entries(value)) element.addEventListener(type, listener);
  else if (name === "dataset") Object.assign(element.dataset, value);
  else if (name === "style") for (const [key, text] of Object.entries(value)) element.style.setProperty(key, text);
  else element.setAttribute(name, value === true ? "" : String(value));
}

/** @param {Child} child @returns {child is Node | string | number} */
function isThere(child) {
  return child !== null && child !== undefined && child !== false;
}

/** The element with this id; the page is broken without it. @param {string} id @returns {any} */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no #${id}`);
  return element;
}

/** Only http and https addresses leave the page. @param {unknown} address @returns {string | null} */
export function safeUrl(address) {
  if (typeof address !== "string" || !URL.canParse(address, location.href)) return null;
  const url = new URL(address, location.href);
  return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
}
