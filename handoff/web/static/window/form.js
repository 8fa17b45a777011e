// Scheduling information: built once and kept, so that nothing typed is ever lost.

import { byId, el } from "./dom.js";
import { guestChooser } from "./guest_chooser.js";
import { guestEmails } from "./guest_emails.js";
import { keepAlive } from "./hold.js";
import { PLATFORMS } from "./meeting_types.js";
import { overview } from "./overview.js";
import { schedule } from "./schedule.js";
import { get, host, meetingType, watch } from "./state.js";
import { filled } from "./templates.js";
import { t } from "./words.js";

const touched = new Set();
const controls = {};
let emails = null;
let chooser = null;

export function mountForm() {
  emails = guestEmails(keepAlive);
  chooser = guestChooser({ read: readGuest, write: writeGuest });
  byId("page-details").append(page());
  chooser.start();
  watch(["typeId", "main", "hold"], prefill);
  watch(["page"], ({ page: shown }) => shown === "details" && enter());
  prefill();
}

function page() {
  return el("form", { class: "details", id: "details-form", novalidate: true, on: { submit: (event) => { event.preventDefault(); schedule(); }, input: used } },
    el("div", { class: "details__main" },
      el("h2", { class: "details__title", id: "details-title", tabIndex: -1 }, t("Scheduling Information")),
      el("p", { class: "details__hint" }, el("abbr", { class: "required", title: t("required") }, "*"), ` ${t("Required")}`),
      chooser.node,
      el("div", { class: "row row_3" },
        field("first_name", t("First name"), { required: true, autocomplete: "off", maxlength: "80" }),
        field("last_name", t("Last name"), { required: true, autocomplete: "off", maxlength: "80" }),
        field("email", t("Email"), { required: true, type: "email", autocomplete: "off", maxlength: "254" })),
      el("div", { class: "row row_2" },
        field("subject", t("Calendar Event Name"), { maxlength: "255" }),
        field("location", t("Location"), { maxlength: "255" })),
      area("description", t("Calendar Event Description"), t("Everyone who is invited reads this.")),
      emails.node,
      el("div", { class: "row row_2" }, platform(), area("notes", t("Notes for the host"), t("Only the host and the Salesforce event get these."))),
    ),
    el("aside", { class: "details__side", id: "overview", "aria-label": t("Overview") }));
}

function field(name, label, props = {}) {
  const input = el("input", { type: "text", class: "slds-input", id: `f-${name}`, name, "aria-describedby": `f-${name}-error`, ...props });
  return wrap(name, label, input, { required: props.required });
}

function area(name, label, hint) {
  return wrap(name, label, el("textarea", { class: "slds-textarea", id: `f-${name}`, name, rows: "2", maxlength: "4000", "aria-describedby": `f-${name}-error f-${name}-hint` }), { hint });
}

function platform() {
  const list = el("select", { class: "slds-select", id: "f-platform", name: "platform", "aria-describedby": "f-platform-error" });
  return wrap("platform", t("Meeting platform"), list, { box: el("div", { class: "slds-select_container" }, list) });
}

function wrap(name, label, control, { required = false, hint = "", box = control }) {
  controls[name] = control;
  return el("div", { class: "field" },
    el("label", { class: "field__label", for: `f-${name}` }, required && el("abbr", { class: "required", title: t("required") }, "*"), label),
    box,
    hint && el("p", { class: "field__hint", id: `f-${name}-hint` }, hint),
    el("p", { class: "field__error", id: `f-${name}-error`, hidden: true }));
}

function used(event) {
  if (event.target.name) {
    touched.add(event.target.name);
    complain(event.target.name, "");
  }
  if (["first_name", "last_name"].includes(event.target.name)) prefill();
  keepAlive();
}

function readGuest() {
  return { first_name: controls.first_name.value, last_name: controls.last_name.value, email: controls.email.value };
}

function writeGuest(guest) {
  for (const name of ["first_name", "last_name", "email"]) {
    controls[name].value = guest[name] ?? "";
    complain(name, "");
  }
  prefill();
}

// Fills what the person has not typed in themselves.
function prefill() {
  const type = meetingType();
  if (!type) return;
  const { hold, main, context } = get();
  const hostName = hold?.host_name ?? (main?.kind === "host" ? host(main.id).name : "");
  const values = { type, guest: readGuest(), hostName, company: context.record.company, organizer: context.organizer.name, record: context.record.name };
  for (const name of ["subject", "location", "description"]) {
    if (!touched.has(name)) controls[name].value = filled(type[name], values);
  }
  offerPlatforms(type, main);
}

// What the main host can offer; of a pool, whose turn it will be is settled only when it is booked.
function offerPlatforms(type, main) {
  const who = main?.kind === "host" ? host(main.id) : null;
  const own = who?.platforms ?? ["none"];
  const first = who?.platform ? `${PLATFORMS.host_default()} (${PLATFORMS[who.platform]()})` : PLATFORMS.host_default();
  const wanted = touched.has("platform") ? controls.platform.value : type.platform;
  controls.platform.replaceChildren(el("option", { value: "host_default" }, first), ...own.map((value) => el("option", { value }, PLATFORMS[value]())));
  controls.platform.value = own.includes(wanted) ? wanted : "host_default";
}

function enter() {
  overview(byId("overview"));
  const empty = ["first_name", "last_name", "email"].find((name) => !controls[name].value.trim());
  (empty ? controls[empty] : byId("details-title")).focus({ preventScroll: true });
  byId("stage").scrollTop = 0;
}

export function complain(name, sentence) {
  const place = byId(`f-${name}-error`);
  if (!place) return false;
  place.textContent = sentence;
  place.hidden = !sentence;
  controls[name]?.setAttribute("aria-invalid", String(Boolean(sentence)));
  controls[name]?.closest(".field").classList.toggle("field_wrong", Boolean(sentence));
  return true;
}

export function focusOn(name) {
  (controls[name] ?? emails.input).focus();
}

// What was typed, or null after the first wrong field was named and focused.
export function reading() {
  const required = { first_name: t("Enter a first name."), last_name: t("Enter a last name."), email: t("Enter an e-mail address.") };
  const wrong = Object.keys(required).filter((name) => !controls[name].value.trim());
  for (const name of Object.keys(required)) complain(name, wrong.includes(name) ? required[name] : "");
  if (!wrong.includes("email") && !emails.isAddress(controls.email.value.trim())) {
    complain("email", t("“{text}” is not an e-mail address.", { text: controls.email.value.trim() }));
    wrong.push("email");
  }
  if (!emails.settle()) wrong.push("guests");
  if (wrong.length) {
    focusOn(wrong[0]);
    return null;
  }
  const guest = Object.fromEntries(Object.entries(readGuest()).map(([name, value]) => [name, value.trim()]));
  const texts = Object.fromEntries(["subject", "location", "description", "platform", "notes"].map((name) => [name, controls[name].value]));
  return { guest: { ...guest, record_id: chooser.recordId() || null }, guests: emails.all(), ...texts };
}
