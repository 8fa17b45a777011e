// Erases a guest by e-mail address, after a second question; meetings ahead are named first.

import { call } from "./api.js";
import { button, byId, el, icon, show } from "./dom.js";
import { announce } from "./notices.js";
import { t } from "./words.js";

const FIELD = "erase-email";

export function erasing() {
  const form = el("form", { class: "erase", novalidate: true, on: { submit: (event) => { event.preventDefault(); ask(); } } },
    el("label", { class: "field__label", for: FIELD }, t("The guest's e-mail address")),
    el("div", { class: "erase__line" },
      el("input", { type: "email", class: "slds-input", id: FIELD, autocomplete: "off", maxlength: "254", "aria-describedby": "erase-hint erase-said", on: { input: () => said() } }),
      button(t("Erase…"), { type: "submit", key: "erase" })),
    el("p", { class: "field__hint", id: "erase-hint" }, t("Names, addresses, notes and answers of this guest are removed from every booking, here and in Salesforce's Booking records. Counts stay.")),
    el("div", { id: "erase-said", role: "status" }));
  return el("section", { class: "settings__part", "aria-labelledby": "erase-title" }, el("h3", { class: "settings__part-title", id: "erase-title" }, t("Erase a guest")), form);
}

const address = () => byId(FIELD).value.trim();
const said = (...content) => show(byId("erase-said"), ...content);
const wrong = (words) => el("p", { class: "settings__failure" }, icon("error"), words);

function ask() {
  if (!address()) {
    said(wrong(t("Type the guest's e-mail address.")));
    byId(FIELD).focus();
    return;
  }
  question(t("Erase everything that Handoff keeps about {email}? This cannot be undone.", { email: address() }), t("Erase"), false);
}

// The safe answer has the focus.
function question(words, action, includesFuture) {
  const keep = button(t("Keep"), { key: "erase-keep", on: { click: leave } });
  said(el("div", { class: "erase__ask", role: "group", "aria-label": t("Erase a guest"), on: { keydown: leaveOnEscape } },
    el("p", {}, words),
    el("div", { class: "erase__actions" }, keep,
      button(action, { kind: "destructive", key: "erase-go", on: { click: () => erase(includesFuture) } }))));
  keep.focus();
}

function leave() {
  said();
  byId(FIELD).focus();
}

function leaveOnEscape(event) {
  if (event.key !== "Escape") return;
  event.preventDefault();
  event.stopPropagation();
  leave();
}

async function erase(includesFuture) {
  const email = address();
  said(el("p", { class: "settings__kind" }, t("Erasing…")));
  try {
    const { bookings } = await call("POST", "/erasures", { body: { email, including_future: includesFuture } });
    const words = bookings === 1 ? t("The guest was erased from 1 booking.") : t("The guest was erased from {n} bookings.", { n: bookings });
    byId(FIELD).value = "";
    said(el("p", { class: "settings__fine" }, icon("check"), words));
    announce(words);
  } catch (reason) {
    if (reason.field === "email" && !includesFuture && reason.status === 422 && email.includes("@")) question(reason.message, t("Erase all the same"), true);
    else said(wrong(reason.message));
  }
  if (document.activeElement === document.body) byId(FIELD)?.focus();
}
