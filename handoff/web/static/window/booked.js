// The booked page: what was agreed, the way to join, and every effect as it completes; it never closes by itself.

import { call } from "./api.js";
import { attentionActions, renderActions } from "./booked_actions.js";
import { byId, el, icon, show } from "./dom.js";
import { effectLine, followEffects, isMoving, isSettled, linkLine } from "./effects.js";
import { zone } from "./grid_events.js";
import { joining } from "./joining.js";
import { guestWhen, whenWords, withWhom } from "./meeting_words.js";
import { announce } from "./notices.js";
import { get, watch } from "./state.js";
import { testWords } from "./test_mode.js";
import { t } from "./words.js";

const places = { agreed: el("div", { class: "booked__part" }), actions: el("div", { class: "booked__part" }), effects: el("div", { class: "booked__part" }) };

export function mountBooked() {
  byId("page-booked").append(el("div", { class: "booked" }, Object.values(places)));
  watch(["page"], (state) => {
    if (state.page !== "booked") return;
    byId("stage").scrollTop = 0;
    tell(state);
  });
  // A cancellation asked for on this page changes the booking without a change of page.
  watch(["change"], (state, keys) => state.page === "booked" && !keys.has("page") && tell(state));
  watch(["booking", "effects"], (state) => state.page === "booked" && render(state));
}

function tell(state) {
  render(state);
  byId("booked-title").focus();
  announce(title(state));
  followEffects(state.booking.id);
}

function render({ booking, effects, change }) {
  const isCancelled = booking.state === "cancelled";
  const guestTime = guestWhen(booking);
  show(places.agreed,
    el("div", { class: "booked__head" }, mark(booking, effects),
      el("div", {},
        el("h2", { class: "booked__title", id: "booked-title", key: "booked-title", tabIndex: -1 }, title({ booking, change })),
        el("p", { class: `booked__when ${isCancelled ? "booked__when_off" : ""}` }, whenWords(booking, zone())),
        guestTime && el("p", { class: "booked__soft" }, guestTime))),
    booking.attention && note("warning", booking.attention, attentionActions(booking, effects, again)),
    booking.changed_host && note("plain", booking.changed_host),
    booking.test_mailbox && note("plain", testWords(booking)),
    !isCancelled && joining(booking),
    el("dl", { class: "booked__facts" }, facts(booking)));
  renderActions(places.actions, booking);
  show(places.effects,
    el("h3", { class: "side__title" }, howFar(booking, effects)),
    el("ul", { class: "effects", "aria-live": "off" }, calendarFirst(effects, booking)));
}

function title({ booking, change }) {
  const named = { name: withWhom(booking) };
  if (booking.state === "cancelled") return t("Cancelled: the meeting with {name}", named);
  if (booking.attention) return change === "moved" ? t("Moved, but it needs attention") : t("Booked, but it needs attention");
  return change === "moved" ? t("Moved: the meeting with {name}", named) : t("Booked with {name}", named);
}

function mark(booking, effects) {
  const isTroubled = booking.attention || effects.some(({ state }) => state === "given_up" || state === "unknown");
  if (booking.state === "cancelled" && !isTroubled) return el("span", { class: "booked__mark booked__mark_off" }, icon("ban"));
  return el("span", { class: `booked__mark ${isTroubled ? "booked__mark_attention" : ""}` }, icon(isTroubled ? "warning" : "check"));
}

function note(tone, words, controls = null) {
  return el("div", { class: `notice notice_${tone}`, role: tone === "warning" ? "alert" : "note" },
    icon(tone === "warning" ? "warning" : "info_alt", { cls: "notice__icon" }), el("div", { class: "notice__words" }, words), controls);
}

function facts(booking) {
  const { guest, additional, guests, answers, why } = booking;
  return [
    [t("Meeting"), booking.title],
    [t("Guest"), guest && t("{name} · {email}", { name: `${guest.first_name} ${guest.last_name}`.trim(), email: guest.email })],
    [t("Additional hosts"), additional.map(({ name, required }) => (required ? name : t("{name} (optional)", { name }))).join(", ")],
    [t("Also invited"), guests.join(", ")],
    ...(answers ?? []).map(({ label, value }) => [label, answer(value)]),
    [t("Reason"), booking.cancel_reason],
    [t("Why {name}", { name: booking.host_name }), why],
  ].filter(([, value]) => value).map(([label, value]) => el("div", {}, el("dt", {}, label), el("dd", {}, value)));
}

function answer(value) {
  if (typeof value !== "boolean") return value;
  return value ? t("yes") : t("no");
}

function howFar(booking, effects) {
  if (isSettled(booking, effects)) return t("All done");
  return isMoving(booking, effects) ? t("What is happening now") : t("Not everything could be done");
}

function calendarFirst(effects, booking) {
  const rank = { calendar: 0, calendar_removal: 1, letter: 2, salesforce: 3, owner_field: 4, record_fields: 5, record_owner: 6 };
  const lines = [...effects].sort((a, b) => (rank[a.kind] ?? 9) - (rank[b.kind] ?? 9));
  const [first, ...rest] = lines.map((one) => effectLine(one, booking.attention && one.kind === "calendar" ? null : again));
  return [first, booking.state !== "cancelled" && linkLine(booking), ...rest].filter(Boolean);
}

async function again(effect) {
  await call("POST", `/effects/${effect.id}/retry`);
  followEffects(get().booking.id);
}
