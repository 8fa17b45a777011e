// Previous, today, next; week and day; and always the zones in which the times are shown.

import { button, byId, el, icon, renew } from "./dom.js";
import { nowIso } from "./clock.js";
import { stopMoving } from "./moving.js";
import { get, update, watch } from "./state.js";
import { addDays, city, dateRangeText, dateText, mondayOf, wall, weekdayOf, zoneName } from "./times.js";
import { guestZoneLine } from "./zones.js";
import { t } from "./words.js";

export function mountToolbar() {
  watch(["from", "view", "day", "times", "guestZone", "moving"], render);
  render();
}

export function today() {
  return wall(nowIso(), get().context.organizer.zone).slice(0, 10);
}

// The current working week; on a weekend the next one.
export function firstWeek() {
  const date = today();
  return mondayOf([0, 6].includes(weekdayOf(date)) ? addDays(date, 2) : date);
}

export function goTo(date) {
  update({ from: mondayOf(date), day: date });
}

function step(direction) {
  const { view, day, from } = get();
  if (view === "week") goTo(addDays(from, 7 * direction));
  else goTo(addDays(day, direction));
}

function goToday() {
  const date = today();
  goTo(get().view === "week" || [0, 6].includes(weekdayOf(date)) ? firstWeek() : date);
}

function render() {
  const { view } = get();
  const [before, after] = view === "week" ? [t("Previous week"), t("Next week")] : [t("Previous day"), t("Next day")];
  renew(byId("toolbar"), el("div", { class: "toolbar" },
    el("div", { class: "slds-button-group", role: "group", "aria-label": t("Move through time") },
      el("button", { type: "button", class: "slds-button slds-button_neutral toolbar__step", key: "previous", "aria-label": before, title: before, on: { click: () => step(-1) } }, icon("chevronleft")),
      el("button", { type: "button", class: "slds-button slds-button_neutral", key: "today", on: { click: goToday } }, t("Today")),
      el("button", { type: "button", class: "slds-button slds-button_neutral toolbar__step", key: "next", "aria-label": after, title: after, on: { click: () => step(1) } }, icon("chevronright"))),
    el("h2", { class: "toolbar__title" }, title()),
    moving(),
    zones(),
    el("div", { class: "slds-button-group toolbar__views", role: "group", "aria-label": t("View") }, viewButton("week", t("Week")), viewButton("day", t("Day")))));
}

function title() {
  const { view, from, day } = get();
  if (view === "day") return dateText(day, { weekday: "long", month: "short", day: "numeric", year: "numeric" });
  return dateRangeText(from, addDays(from, 4), { month: "short", day: "numeric", year: "numeric" });
}

// While a meeting gets a new time: which one, and the way out that leaves it where it is.
function moving() {
  const { moving: booking } = get();
  if (!booking) return null;
  return el("p", { class: "toolbar__moving" }, el("strong", {}, t("New time for {title}", { title: booking.title })),
    button(t("Keep the old time"), { kind: "base", key: "stop-moving", on: { click: stopMoving } }));
}

function viewButton(name, label) {
  const isOn = get().view === name;
  return el("button", {
    type: "button", class: `slds-button slds-button_neutral ${isOn ? "is-on" : ""}`, key: `view-${name}`, "aria-pressed": String(isOn),
    on: { click: () => update({ view: name }) },
  }, label);
}

function zones() {
  const { organizer } = get().context;
  const at = `${get().from}T12:00:00Z`;
  return el("p", { class: "toolbar__zones" },
    el("span", { title: organizer.zone }, t("Times in {city} ({zone})", { city: city(organizer.zone), zone: zoneName(at, organizer.zone) })),
    guestZoneLine(at));
}
