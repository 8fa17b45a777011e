// Scheduling information: built once and kept, so that nothing typed is ever lost.

import { addressOffer, offerSaving } from "./address.js";
import { byId, el } from "./dom.js";
import { area, control, field } from "./fields.js";
import { guestChooser } from "./guest_chooser.js";
import { guestEmails, isAddress } from "./guest_emails.js";
import { zoneConfirmed, zoneQuestion } from "./guest_zone.js";
import { keepAlive } from "./hold.js";
import { announce } from "./notices.js";
import { overview, overviewPanel } from "./overview.js";
import { offerPlatforms, platformChoice } from "./platform_choice.js";
import { allAnswers, questionFields, unanswered } from "./questions.js";
import { schedule } from "./schedule.js";
import { get, host, meetingType, update, watch } from "./state.js";
import { filled } from "./templates.js";
import { t } from "./words.js";
import { corrected, point, sumUp, wrongFields } from "./wrong_fields.js";

const GUEST = ["first_name", "last_name", "email"];
const TEXTS = ["subject", "location", "description"];
const touched = new Set();
let emails = null;
let chooser = null;

export function mountForm() {
  emails = guestEmails({ onUse: keepAlive, onChange: look, guestAddress: () => control("email").value.trim() });
  chooser = guestChooser({ guests: get().context.guests, read: readGuest, write: writeGuest });
  byId("page-details").append(page());
  watch(["typeId", "main", "hold"], (state, keys) => prefill(keys.has("typeId")));
  watch(["page"], ({ page: shown }) => shown === "details" && enter());
  watch(["hold", "chosen", "main", "additional", "typeId", "guestZone"], ({ page: shown }) => shown === "details" && look());
  prefill(true);
}

function page() {
  return el("form", { class: "details", id: "details-form", novalidate: true, "aria-labelledby": "details-title", on: { submit: (event) => event.preventDefault(), keydown: keys, input: used } },
    el("div", { class: "details__main" },
      el("h2", { class: "details__title", id: "details-title", tabIndex: -1 }, t("Scheduling Information")),
      el("p", { class: "details__hint" }, el("abbr", { class: "required", title: t("required") }, "*"), ` ${t("Required")}`),
      wrongFields(),
      chooser.node,
      el("div", { class: "row row_3" },
        field("first_name", t("First name"), { required: true, maxlength: "80" }),
        field("last_name", t("Last name"), { required: true, maxlength: "80" }),
        field("email", t("Email"), { required: true, type: "email", maxlength: "254" })),
      addressOffer(),
      zoneQuestion(),
      el("div", { class: "row row_2" },
        field("subject", t("Calendar Event Name"), { maxlength: "255" }),
        field("location", t("Location"), { maxlength: "255" })),
      area("description", t("Calendar Event Description"), { hint: t("Everyone who is invited reads this.") }),
      emails.node,
      el("section", { id: "questions", "aria-labelledby": "questions-title", hidden: true }),
      el("div", { class: "row row_2" }, platformChoice(), area("notes", t("Notes for the host"), { hint: t("Only the host and the Salesforce event get these.") }))),
    overviewPanel(() => control("first_name").focus()));
}

// Enter in a line is the same as pressing Schedule: it books only what is complete.
function keys(event) {
  const isLine = event.target.matches("input.slds-input") && !event.isComposing;
  if (event.key !== "Enter" || !isLine) return;
  event.preventDefault();
  schedule();
}

function used({ target }) {
  if (target.name && target.name !== "guests") {
    touched.add(target.name);
    corrected(target.name);
  }
  if (GUEST.includes(target.name)) {
    prefill();
    look();
  }
  keepAlive();
}

function look() {
  offerSaving(chooser.person(), control("email").value);
  overview({ guest: readGuest(), guests: emails.all() });
}

const readGuest = () => Object.fromEntries(GUEST.map((name) => [name, control(name).value]));

function writeGuest(guest) {
  for (const name of GUEST) {
    control(name).value = guest[name] ?? "";
    corrected(name);
  }
  prefill();
  look();
}

// Fills what the person has not typed in themselves.
function prefill(isOtherType = false) {
  const state = get();
  const type = meetingType();
  if (!type) return;
  if (isOtherType) {
    questionFields(byId("questions"), type);
    chooser.follow(type.guest_prefill ?? "record");
  }
  const { hold, main, context } = state;
  const hostName = hold?.host_name ?? (main?.kind === "host" ? host(main.id).name : "");
  const values = { type, guest: readGuest(), hostName, company: context.record.company, organizer: context.organizer.name, record: context.record.name };
  for (const name of TEXTS) {
    if (!touched.has(name)) control(name).value = filled(type[name], values);
  }
  offerPlatforms({ type, main, hold }, touched.has("platform"));
}

// Complete: the one press that is left has the focus. Else the first thing to fill in has it.
function enter() {
  look();
  sumUp();
  byId("stage").scrollTop = 0;
  const [first] = missing().keys();
  queueMicrotask(() => (first ? control(first) : byId("bar").querySelector("[data-key='schedule']"))?.focus({ preventScroll: Boolean(!first) }));
  if (!get().scheduling) announce(first ? t("Scheduling Information") : t("Scheduling Information. All that is required is filled in; Schedule books the meeting."));
}

function missing() {
  const words = { first_name: t("Enter a first name."), last_name: t("Enter a last name."), email: t("Enter an e-mail address.") };
  return new Map([...GUEST.filter((name) => !control(name).value.trim()).map((name) => [name, words[name]]), ...unanswered()]);
}

// Whether nothing is left to fill in: what the record and the meeting type say is enough to book.
export function isComplete() {
  return !missing().size && isAddress(control("email").value.trim()) && !control("guests").value.trim();
}

// What was typed, or null after every wrong field was named and the first of them has the focus.
export function reading() {
  const guest = Object.fromEntries(Object.entries(readGuest()).map(([name, value]) => [name, value.trim()]));
  const wrong = missing();
  if (guest.email && !isAddress(guest.email)) wrong.set("email", t("“{text}” is not an e-mail address.", { text: guest.email }));
  const misfits = emails.settle();
  if (misfits) wrong.set("guests", misfits);
  if (wrong.size) {
    point(wrong);
    return null;
  }
  sumUp([]);
  const texts = Object.fromEntries([...TEXTS, "platform", "notes"].map((name) => [name, control(name).value]));
  return { guest: { ...guest, record_id: chooser.person()?.record_id || null, ...zoneConfirmed() }, guests: emails.all(), answers: allAnswers(), ...texts };
}

// Back to the form, so that a field can be corrected.
export function correct(wrong) {
  update({ page: "details" });
  point(wrong);
}
