// Pages that stand in place of the calendar: do not schedule, and no meeting type on this record.

import { call } from "./api.js";
import { copyText } from "./copy.js";
import { button, byId, el, icon, show } from "./dom.js";
import { announce } from "./notices.js";
import { get, watch } from "./state.js";
import { bookingForOthers } from "./upcoming.js";
import { t } from "./words.js";

export function mountStopped() {
  watch(["page"], ({ page, context }) => {
    if (page !== "stopped") return;
    show(byId("page-stopped"), content(context));
    byId("stopped-title").focus({ preventScroll: true });
  });
}

function content(context) {
  if (context.only_own) return noneOfTheirs(context);
  return context.do_not_schedule ? doNotSchedule(context.do_not_schedule) : noTypes(context);
}

function sheet(glyph, title, ...content) {
  return el("div", { class: "sheet sheet_stopped" },
    el("span", { class: `sheet__mark sheet__mark_${glyph}` }, icon(glyph)),
    el("h2", { class: "sheet__title", id: "stopped-title", key: "stopped-title", tabIndex: -1 }, title), content.filter(Boolean));
}

// To a host: there is nothing to change here, and they book for nobody.
function noneOfTheirs({ record }) {
  return sheet("event", t("You have no meeting here"),
    el("p", { class: "sheet__text" }, t("Nothing is booked with you for {record}, or with a guest of this record. Once it is, you can reschedule or cancel it here.", { record: record.name })),
    el("p", { class: "sheet__soft" }, bookingForOthers()));
}

function doNotSchedule({ title, text, action }) {
  return sheet("ban", title, text && el("p", { class: "sheet__text" }, text), action && oneAction(action));
}

function oneAction({ kind, label, value }) {
  const actions = {
    open_record: () => el("a", { class: "slds-button slds-button_neutral", href: value, target: "_blank", rel: "noopener noreferrer" }, label || t("Open record")),
    copy_text: () => button(label || t("Copy"), { key: "one-action", on: { click: () => copyText(value, t("The text was copied.")) } }),
    notify_owner: () => tellOwner(label || t("Notify owner")),
  };
  return el("div", { class: "sheet__actions" }, actions[kind]());
}

// Told once: the answer takes the button's place in words, a refusal leaves it for another try.
function tellOwner(label) {
  const said = el("span", { class: "sheet__said", role: "status" });
  const press = button(label, { key: "one-action", on: { click: tell } });
  async function tell() {
    if (press.getAttribute("aria-disabled")) return;
    press.setAttribute("aria-disabled", "true");
    said.textContent = t("Telling the owner…");
    try {
      await call("POST", "/owner-notice", { body: {} });
      said.textContent = t("The owner was told, with a task on this record.");
    } catch (reason) {
      press.removeAttribute("aria-disabled");
      said.textContent = reason.message;
      announce(reason.message);
    }
  }
  return [press, said];
}

function noTypes({ hidden_types: hidden, record }) {
  return sheet("event", t("Nothing can be booked from this record"),
    el("p", { class: "sheet__text" }, hidden?.length
      ? t("None of the meeting types is offered on {record}:", { record: record.name })
      : t("There is no meeting type yet.")),
    hidden?.length > 0 && el("ul", { class: "reasons" }, hidden.map(({ name, reason }) => el("li", {}, el("strong", {}, name), el("span", {}, reason)))),
    el("p", { class: "sheet__soft" }, hidden?.length
      ? t("If the record is wrong, correct it in Salesforce and press the button again. If a type is missing, your Handoff admin can offer it on this kind of record.")
      : t("Your Handoff admin makes meeting types in Salesforce, in the app Handoff.")));
}
