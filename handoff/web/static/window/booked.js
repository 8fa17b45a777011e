// The booked page: what was agreed, and every effect as it completes; it never closes by itself.

import { call } from "./api.js";
import { publish } from "./canvas.js";
import { copyText } from "./copy.js";
import { button, byId, el, icon, show } from "./dom.js";
import { followEffects, linkLine, effectLine, isMoving, isSettled } from "./effects.js";
import { zone } from "./grid_events.js";
import { announce } from "./notices.js";
import { get, watch } from "./state.js";
import { city, dayText, spanText, timeElsewhere, zoneName } from "./times.js";
import { t } from "./words.js";

export function mountBooked() {
  watch(["page"], ({ page, booking }) => {
    if (page !== "booked") return;
    document.body.classList.add("window_booked");
    render(get());
    byId("booked-title").focus();
    announce(t("Booked with {name}.", { name: booking.host_name }));
    followEffects(booking.id);
  });
  watch(["booking", "effects"], (state) => state.page === "booked" && render(state));
}

function render({ booking, effects, context }) {
  const when = `${dayText(booking.starts_at, zone())}, ${spanText(booking.starts_at, booking.ends_at, zone())} ${zoneName(booking.starts_at, zone())}`;
  const guestZone = context.guest_zone?.name;
  const isTroubled = booking.attention || effects.some(({ state }) => state === "given_up" || state === "unknown");
  show(byId("page-booked"), el("div", { class: "booked" },
    el("div", { class: "booked__head" },
      el("span", { class: `booked__mark ${isTroubled ? "booked__mark_attention" : ""}` }, icon(isTroubled ? "warning" : "check")),
      el("div", {},
        el("h2", { class: "booked__title", id: "booked-title", key: "booked-title", tabIndex: -1 }, booking.attention ? t("Booked, but it needs attention") : t("Booked with {name}", { name: booking.host_name })),
        el("p", { class: "booked__when" }, when),
        guestZone && guestZone !== zone() && el("p", { class: "booked__soft" },
          t("{time} {zone} for {guest} in {city}", { time: timeElsewhere(spanText(booking.starts_at, booking.ends_at, guestZone), { iso: booking.starts_at, zone: guestZone, here: zone() }), zone: zoneName(booking.starts_at, guestZone), guest: booking.guest.first_name || t("the guest"), city: city(guestZone) })))),
    booking.attention && el("div", { class: "notice notice_warning", role: "alert" }, icon("warning", { cls: "notice__icon" }), el("div", { class: "notice__words" }, booking.attention)),
    booking.changed_host && el("div", { class: "notice notice_plain" }, icon("info_alt", { cls: "notice__icon" }), el("div", { class: "notice__words" }, booking.changed_host)),
    el("dl", { class: "booked__facts" },
      fact(t("Meeting"), booking.title), fact(t("Guest"), `${guestName(booking.guest)} · ${booking.guest.email}`),
      booking.additional.length > 0 && fact(t("Additional hosts"), booking.additional.map(additionalHost).join(", ")),
      booking.guests.length > 0 && fact(t("Also invited"), booking.guests.join(", ")), booking.why && fact(t("Why {name}", { name: booking.host_name }), booking.why)),
    el("div", { class: "booked__effects" },
      el("h3", { class: "side__title" }, howFar(booking, effects)),
      el("ul", { class: "effects", "aria-live": "off" }, calendarFirst(effects, booking))),
    el("div", { class: "booked__actions" }, button(t("Copy details"), { key: "copy", on: { click: () => copyText(copied(booking, when), t("The details were copied.")) } }))));
}

function howFar(booking, effects) {
  if (isSettled(booking, effects)) return t("All done");
  return isMoving(booking, effects) ? t("What is happening now") : t("Not everything could be done");
}

function calendarFirst(effects, booking) {
  const rank = { calendar: 0, letter: 1, salesforce: 2, owner_field: 3 };
  const [first, ...rest] = [...effects].sort((a, b) => (rank[a.kind] ?? 9) - (rank[b.kind] ?? 9)).map((one) => effectLine(one, again));
  return [first, linkLine(booking), ...rest].filter(Boolean);
}

async function again(effect) {
  await call("POST", `/effects/${effect.id}/retry`);
  followEffects(get().booking.id);
}

const guestName = (guest) => `${guest.first_name} ${guest.last_name}`.trim();
const additionalHost = ({ name, required }) => (required ? name : t("{name} (optional)", { name }));
const fact = (label, value) => el("div", {}, el("dt", {}, label), el("dd", {}, value));

function copied(booking, when) {
  return [booking.title, when, t("Host: {name}", { name: booking.host_name }), t("Guest: {name}, {email}", { name: guestName(booking.guest), email: booking.guest.email }), booking.link].filter(Boolean).join("\n");
}

export function done() {
  const { booking, context } = get();
  publish("handoff.booked", {
    bookingId: booking.id, recordId: context.record.id,
    message: t("Meeting booked with {name}.", { name: booking.host_name }),
  });
  announce(t("You can close this window."));
}
