// The inputs of a modal, one function per kind; each knows its value and what is wrong with it.
import { h } from "./dom.js";
import { selectBox } from "./select.js";
import { fileSize } from "./times.js";

/** @typedef {import("./types.js").Component} Component */
/** @typedef {import("./view.js").View} View */
/** @typedef {{element: HTMLElement, id: string, read: () => any, problem: () => string}} Part one input; `read`
 *   gives its value, `problem` why not */
/** @typedef {{upload: (file: File) => Promise<{upload_id: string, filename: string, size: number}>}} Uploads */

/** @param {Component} component @param {string} label @param {View} view @param {Uploads} uploads @returns {Part} */
export function makePart(component, label, view, uploads) {
  const make = PARTS[component.type];
  if (!make) throw new Error(`no such component in a modal: type ${component.type}`);
  return make(component, label, view, uploads);
}

/** @type {Record<number, (component: Component, label: string, view: View, uploads: Uploads) => Part>} */
const PARTS = {
  3: selectPart,
  5: selectPart,
  6: selectPart,
  7: selectPart,
  8: selectPart,
  4: textPart,
  19: filePart,
  21: optionsPart,
  22: optionsPart,
  23: checkboxPart,
};

/** @param {Component} component @param {string} label @param {View} view @returns {Part} */
function textPart(component, label, view) {
  const { t } = view;
  const [least, most] = [component.min_length ?? 0, component.max_length ?? 4000];
  const common = {
    placeholder: component.placeholder,
    "aria-label": label,
    "aria-required": String(component.required !== false),
    maxlength: most,
  };
  const input = component.style === 2 ? h("textarea", { ...common, rows: 4 }) : h("input", { ...common, type: "text" });
  input.value = component.value ?? "";
  const counter = h("small", { class: "counter" });
  const count = () => {
    counter.textContent = t("characters", { count: input.value.length, max: most });
  };
  input.addEventListener("input", count);
  count();
  const problem = () => {
    if (!input.value && component.required === false) return "";
    if (!input.value) return t("required");
    return input.value.length < least ? t("tooShort", { min: least }) : "";
  };
  return {
    element: h("label", { class: "field" }, input, component.max_length ? counter : null),
    id: component.custom_id ?? "",
    read: () => input.value,
    problem,
  };
}

/** @param {Component} component @param {string} label @param {View} view @returns {Part} */
function selectPart(component, label, view) {
  let values = (component.options ?? []).filter((one) => one.default).map(({ value }) => value);
  values = values.length ? values : (component.default_values ?? []).map(({ id }) => id);
  const box = selectBox(component, view, {
    label,
    onPick: (picked) => {
      values = picked;
    },
  });
  const problem = () =>
    component.required !== false && values.length < (component.min_values ?? 1) ? view.t("required") : "";
  return { element: h("div", { class: "field" }, box), id: component.custom_id ?? "", read: () => values, problem };
}

/**
 * A radio group (21) or a group of boxes (22).
 * @param {Component} component
 * @param {string} label
 * @param {View} view
 * @returns {Part}
 */
function optionsPart(component, label, view) {
  const one = component.type === 21;
  const name = `group-${component.custom_id}`;
  const inputs = (component.options ?? []).map((option) =>
    h("input", { type: one ? "radio" : "checkbox", name, value: option.value, checked: option.default }),
  );
  const rows = (component.options ?? []).map((option, index) =>
    h(
      "label",
      { class: "option" },
      inputs[index],
      h("span", {}, option.label, option.description && h("small", {}, option.description)),
    ),
  );
  const chosen = () => inputs.filter((input) => input.checked).map((input) => input.value);
  const least = component.required === false ? 0 : (component.min_values ?? 1);
  const problem = () => {
    if (chosen().length < least) return view.t("required");
    return !one && chosen().length > (component.max_values ?? inputs.length)
      ? view.t("pick", { min: least, max: component.max_values ?? 0 })
      : "";
  };
  return {
    element: h("div", { class: "field", role: one ? "radiogroup" : "group", "aria-label": label }, rows),
    id: component.custom_id ?? "",
    read: () => (one ? (chosen()[0] ?? null) : chosen()),
    problem,
  };
}

/** @param {Component} component @param {string} label @returns {Part} */
function checkboxPart(component, label) {
  const input = h("input", { type: "checkbox", checked: component.default, "aria-label": label });
  return {
    element: h("label", { class: "field option" }, input),
    id: component.custom_id ?? "",
    read: () => input.checked,
    problem: () => "",
  };
}

/** @param {Component} component @param {string} label @param {View} view @param {Uploads} uploads @returns {Part} */
function filePart(component, label, view, uploads) {
  /** @type {string[]} */
  let ids = [];
  const note = h("small", {});
  const input = h("input", { type: "file", multiple: (component.max_values ?? 1) > 1, "aria-label": label });
  input.addEventListener("change", async () => {
    ids = [];
    note.textContent = [...input.files].map(({ name, size }) => `${name} · ${fileSize(size, view.lang)}`).join(", ");
    ids = (await Promise.all([...input.files].map(uploads.upload))).map(({ upload_id: id }) => id);
  });
  const problem = () =>
    component.required !== false && ids.length < (component.min_values ?? 1) ? view.t("required") : "";
  return {
    element: h("div", { class: "field" }, input, note),
    id: component.custom_id ?? "",
    read: () => ids,
    problem,
  };
}
