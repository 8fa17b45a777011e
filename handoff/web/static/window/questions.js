// The meeting type's own questions; what was answered stays when another type is looked at in between.

import { el } from "./dom.js";
import { area, checkbox, control, field, picklist } from "./fields.js";
import { t } from "./words.js";

const answers = new Map();
let asked = [];

export const nameOf = ({ id }) => `answer-${id}`;

export function questionFields(root, type) {
  asked.forEach(remember);
  asked = type?.questions ?? [];
  root.replaceChildren(...(asked.length ? [el("h3", { class: "form__section", id: "questions-title" }, t("Questions")), el("div", { class: "row row_2" }, asked.map(one))] : []));
  root.hidden = !asked.length;
}

function one(question) {
  const { label, kind, required, read_only: readOnly } = question;
  const makers = {
    text: () => field(nameOf(question), label, { required, readOnly, maxlength: "255" }),
    long_text: () => area(nameOf(question), label, { required, readOnly }),
    picklist: () => picklist(nameOf(question), label, { required, disabled: readOnly, options: choices(question) }),
    checkbox: () => checkbox(nameOf(question), label, { required, disabled: readOnly }),
  };
  const node = makers[kind]();
  write(question, answers.get(question.id) ?? question.value);
  return node;
}

// A value that came from the record is offered even if the list does not know it.
function choices({ options, value }) {
  const known = value && !options.includes(value) ? [value, ...options] : options;
  return [{ value: "", words: t("– choose –") }, ...known.map((text) => ({ value: text, words: text }))];
}

function write(question, value) {
  const input = control(nameOf(question));
  if (question.kind === "checkbox") input.checked = Boolean(value);
  else input.value = value ?? "";
}

function read(question) {
  const input = control(nameOf(question));
  return question.kind === "checkbox" ? input.checked : input.value.trim();
}

function remember(question) {
  if (!question.read_only) answers.set(question.id, read(question));
}

// name of the field -> what is missing in it
export function unanswered() {
  return new Map(asked.filter((one) => one.required && !one.read_only && !read(one)).map((question) => [nameOf(question), missing(question)]));
}

function missing({ kind, label }) {
  if (kind === "checkbox") return t("Tick “{label}”.", { label });
  return kind === "picklist" ? t("Choose an answer to “{label}”.", { label }) : t("Answer “{label}”.", { label });
}

export function allAnswers() {
  return Object.fromEntries(asked.filter((question) => !question.read_only).map((question) => [question.id, read(question)]));
}
