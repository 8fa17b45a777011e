// The line at the bottom: what is chosen, how long it is held, and the one next step.

import { button, byId, el, icon, iconButton, show } from "./dom.js";
import { lapsed, leftOf, letGo } from "./hold.js";
import { zone } from "./grid_events.js";
import { announce } from "./notices.js";
import { done } from "./booked.js";
import { schedule } from "./schedule.js";
import { get, update, watch } from "./state.js";
import { city, shortDayText, spanText, timeElsewhere, timeText, zoneName } from "./times.js";
import { t } from "./words.js";

const WARN_AT = 60_000;
let warned = "";

export function mountBar() {
  watch(["page", "chosen", "hold", "holding", "scheduling", "main", "booking"], render);
  setInterval(tick, 1000);
  render(get());
}

function render(state) {
  show(byId("bar"), el("div", { class: "bar__choice" }, choice(state)), el("div", { class: "bar__actions" }, actions(state)));
  tick();
}

function choice(state) {
  if (state.page === "booked") return null;
  if (!state.chosen) return [el("span", { class: "bar__none", id: "bar-reason" }, reasonToWait(state))];
  const { starts_at: start, ends_at: end } = state.chosen;
  const guest = state.context.guest_zone;
  return [
    el("span", { class: "bar__time" }, `${shortDayText(start, zone())}, ${spanText(start, end, zone())} ${zoneName(start, zone())}`),
    guest && guest.name !== zone() && el("span", { class: "bar__guest" }, t("{time} in {city}", { time: timeElsewhere(timeText(start, guest.name), { iso: start, zone: guest.name, here: zone() }), city: city(guest.name) })),
    holdWords(state),
    state.page === "times" && iconButton(t("Close and release this time"), "close", { key: "let-go", on: { click: () => { letGo(); announce(t("The time was released.")); } } }),
  ].filter(Boolean);
}

function holdWords({ hold, holding }) {
  if (holding) return el("span", { class: "bar__hold bar__hold_pending" }, t("Holding this time…"));
  if (!hold) return el("span", { class: "bar__hold bar__hold_none", id: "bar-reason" }, t("Not held"));
  return el("span", { class: "bar__hold" }, icon("clock"),
    el("span", {}, t("Held for you until {time}", { time: timeText(hold.expires_at, zone()) })),
    el("span", { class: "bar__countdown", id: "countdown", "aria-hidden": "true" }));
}

function reasonToWait({ main, context }) {
  if (!context.meeting_types.length) return t("No meeting type is offered on this record.");
  return main ? t("Choose a free time to continue.") : t("Add a host, then choose a time.");
}

function actions(state) {
  if (state.page === "times") {
    return [button(t("Continue with Selected Time"), {
      kind: "brand", key: "continue", "aria-disabled": state.hold ? null : "true", "aria-describedby": state.hold ? null : "bar-reason",
      on: { click: () => (get().hold ? update({ page: "details" }) : announce(get().holding ? t("Holding this time…") : reasonToWait(get()))) },
    })];
  }
  if (state.page === "details") {
    return [
      button(t("Back"), { key: "back", disabled: state.scheduling, on: { click: () => update({ page: "times" }) } }),
      button(state.scheduling ? t("Scheduling…") : t("Schedule"), {
        kind: "brand", key: "schedule", class: "bar__schedule", "aria-disabled": state.scheduling || !state.hold ? "true" : null, on: { click: schedule },
      }, state.scheduling ? el("span", { class: "spinner", "aria-hidden": "true" }) : ""),
    ];
  }
  return [button(t("Done"), { kind: "brand", key: "done", on: { click: done } })];
}

function tick() {
  const { hold, booking, scheduling } = get();
  const place = byId("countdown");
  if (!hold || booking || !place) return;
  const left = leftOf(hold);
  if (left <= 0 && !scheduling) {
    lapsed();
    return;
  }
  const seconds = Math.max(0, Math.ceil(left / 1000));
  place.textContent = `(${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")})`;
  place.parentElement.classList.toggle("bar__hold_ending", left < WARN_AT);
  if (left < WARN_AT && warned !== hold.expires_at) {
    warned = hold.expires_at;
    announce(t("The time is held for less than a minute more."));
  }
}
