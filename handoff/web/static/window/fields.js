// The parts of the form: a label, a control, a hint and a place for what is wrong, tied together by name.

import { byId, el } from "./dom.js";
import { t } from "./words.js";

const controls = new Map();

export const control = (name) => controls.get(name) ?? null;

export function field(name, label, { required = false, readOnly = false, ...props } = {}) {
  const input = el("input", { type: "text", class: "slds-input", ...named(name), autocomplete: "off", readonly: readOnly, required, ...props });
  return wrap(name, label, input, { required });
}

export function area(name, label, { hint = "", required = false, readOnly = false, ...props } = {}) {
  const text = el("textarea", { class: "slds-textarea", ...named(name, hint), rows: "2", maxlength: "4000", readonly: readOnly, required, ...props });
  return wrap(name, label, text, { hint, required });
}

export function picklist(name, label, { hint = "", required = false, disabled = false, options = [] } = {}) {
  const list = el("select", { class: "slds-select", ...named(name, hint), required, disabled }, options.map(({ value, words }) => el("option", { value }, words)));
  return wrap(name, label, list, { hint, required, box: el("div", { class: "slds-select_container" }, list) });
}

export function checkbox(name, label, { required = false, disabled = false, checked = false } = {}) {
  const box = el("input", { type: "checkbox", ...named(name), required, disabled, checked });
  controls.set(name, box);
  return el("div", { class: "field" },
    el("div", { class: "check" }, box, el("label", { for: box.id }, star(required), label)), place(name));
}

export function wrap(name, label, input, { required = false, hint = "", box = input }) {
  controls.set(name, input);
  return el("div", { class: "field" },
    el("label", { class: "field__label", for: input.id }, star(required), label),
    box,
    hint && el("p", { class: "field__hint", id: `f-${name}-hint` }, hint),
    place(name));
}

function named(name, hint = "") {
  return { id: `f-${name}`, name, "aria-describedby": hint ? `f-${name}-error f-${name}-hint` : `f-${name}-error` };
}

const star = (required) => required && el("abbr", { class: "required", title: t("required") }, "*");
const place = (name) => el("p", { class: "field__error", id: `f-${name}-error`, hidden: true });

// Names what is wrong with a field, or takes that back; false if the form has no such field now.
export function complain(name, sentence) {
  const said = byId(`f-${name}-error`);
  if (!said) return false;
  said.textContent = sentence;
  said.hidden = !sentence;
  control(name)?.setAttribute("aria-invalid", String(Boolean(sentence)));
  control(name)?.closest(".field").classList.toggle("field_wrong", Boolean(sentence));
  return true;
}

export const complaint = (name) => byId(`f-${name}-error`)?.textContent ?? "";

export function focusOn(name) {
  control(name)?.focus();
  control(name)?.closest(".field").scrollIntoView({ block: "nearest" });
}
