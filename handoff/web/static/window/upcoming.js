// What is booked already with this record or guest, before anything new: change it, cancel it, or book another.

import { cancelForm } from "./cancelling.js";
import { button, byId, el, icon, show } from "./dom.js";
import { zone } from "./grid_events.js";
import { guestWhen, whenWords, withWhom } from "./meeting_words.js";
import { startMoving, whyNotMovable } from "./moving.js";
import { openSide } from "./side.js";
import { get, update, watch } from "./state.js";
import { testWords } from "./test_mode.js";
import { t } from "./words.js";

let cancelling = "";

export function mountUpcoming() {
  watch(["page", "guestZone"], (state, keys) => {
    if (state.page !== "upcoming") return;
    if (keys.has("page")) cancelling = toCancel();
    render(state);
    if (keys.has("page")) byId("upcoming-title").focus({ preventScroll: true });
  });
}

// The record page may have named the meeting that is to be changed; what may not be changed is only shown.
export function openAsked() {
  const booking = asked("reschedule");
  if (booking && get().page === "upcoming" && !whyNotMovable(booking)) startMoving(booking);
}

function toCancel() {
  const id = asked("cancel")?.id ?? "";
  if (id) update({ context: { ...get().context, asked: null } });
  return id;
}

function asked(change) {
  const { upcoming, asked: named } = get().context;
  return named?.change === change && upcoming.find(({ id, can_change: canChange }) => canChange && id === named.booking);
}

export function bookAnother() {
  update({ page: "times", ...withoutBooking() });
  if (!get().main) openSide();
}

export const showUpcoming = () => update({ page: "upcoming", ...withoutBooking() });

function withoutBooking() {
  const { context } = get();
  return { context: { ...context, upcoming: upcomingNow(get()) }, booking: null, effects: [], change: "" };
}

// A meeting that was changed meanwhile is shown as it is now; a cancelled one leaves the list.
export function upcomingNow({ context, booking }) {
  const known = context.upcoming.map((one) => (one.id === booking?.id ? booking : one));
  return known.filter((one) => one.state !== "cancelled");
}

function render(state) {
  const bookings = upcomingNow(state);
  const { only_own: onlyOwn, record } = state.context;
  show(byId("page-upcoming"), el("div", { class: "sheet" },
    el("h2", { class: "sheet__title", id: "upcoming-title", key: "upcoming-title", tabIndex: -1 }, title(bookings.length, onlyOwn)),
    el("p", { class: "sheet__soft" }, t("With {record}, or with a guest of this record.", { record: record.name })),
    el("ul", { class: "meetings" }, bookings.map((one) => card(one))),
    onlyOwn && el("p", { class: "sheet__soft" }, bookingForOthers())));
}

function title(n, onlyOwn) {
  if (onlyOwn) return n === 1 ? t("Your meeting") : t("Your {n} meetings", { n });
  return n === 1 ? t("A meeting is booked already") : t("{n} meetings are booked already", { n });
}

// What a host cannot do here, and what to do about it.
export const bookingForOthers = () => t("Booking for others needs the permission set Handoff Organizer. Ask your Salesforce admin.");

function card(booking) {
  const guestTime = guestWhen(booking);
  return el("li", { class: "meeting" },
    el("div", { class: "meeting__head" },
      el("div", { class: "meeting__words" },
        el("h3", { class: "meeting__when" }, whenWords(booking, zone())),
        guestTime && el("p", { class: "sheet__soft" }, guestTime),
        el("p", {}, whatWords(booking))),
      stateBadge(booking)),
    booking.test_mailbox && el("p", { class: "sheet__soft" }, testWords(booking)),
    booking.attention && el("p", { class: "meeting__attention" }, icon("warning", { cls: "ic_warning" }), booking.attention),
    cancelling === booking.id ? asking(booking) : actions(booking));
}

function whatWords(booking) {
  const name = withWhom(booking);
  const record = booking.record_name === name ? "" : booking.record_name;
  return [booking.meeting_type, t("with {name}", { name }), record].filter(Boolean).join(" · ");
}

export function stateBadge({ state, attention }) {
  const words = { accepted: t("being booked"), confirmed: t("confirmed"), cancelled: t("cancelled"), completed: t("held"), no_show: t("no-show") };
  const tone = attention ? "attention" : state;
  return el("span", { class: `state-badge state-badge_${tone}` }, attention ? t("needs attention") : words[state] ?? state);
}

function actions(booking) {
  const stuck = whyNotMovable(booking);
  const reason = booking.can_change ? stuck : booking.why_not;
  const id = `why-not-${booking.id}`;
  const when = whenWords(booking, zone());
  return el("div", { class: "meeting__actions" },
    press(t("Reschedule"), { key: `move-${booking.id}`, isOff: Boolean(stuck), id, call: () => startMoving(booking), when }),
    press(t("Cancel"), { key: `cancel-${booking.id}`, isOff: !booking.can_change, id, call: () => ask(booking.id), when }),
    reason && el("span", { class: "sheet__soft", id }, reason));
}

function press(words, { key, isOff, id, call, when }) {
  return button(words, {
    key, "aria-disabled": isOff ? "true" : null, "aria-describedby": isOff ? id : null, "aria-label": t("{name}: {reason}", { name: words, reason: when }),
    on: { click: () => isOff || call() },
  });
}

function asking(booking) {
  const { form, focus } = cancelForm(booking, () => ask("", booking.id));
  queueMicrotask(focus);
  return form;
}

function ask(id, backTo = "") {
  cancelling = id;
  render(get());
  if (backTo) byId("page-upcoming").querySelector(`[data-key="cancel-${backTo}"]`)?.focus();
}
