// The narrow form of the grid: the free times of each day as a list of buttons, and below them what is taken.

import { byId, el, icon, show } from "./dom.js";
import { busyShown, zone } from "./grid_events.js";
import { initials, takenWords } from "./grid_words.js";
import { choose } from "./hold.js";
import { get, host, watch } from "./state.js";
import { addDays, dateText, timeText, wall } from "./times.js";
import { today } from "./toolbar.js";
import { listed, t } from "./words.js";
import { isLateForGuest, otherZone } from "./zones.js";

const narrow = matchMedia("(max-width: 37.4375em)");

export function mountDayList() {
  watch(["times", "from", "view", "day", "chosen", "guestZone"], render);
  narrow.addEventListener("change", () => render(get()));
  render(get());
}

// Not drawn where the grid is: a list that nobody sees would cost each redraw its time.
function render(state) {
  const isShown = narrow.matches && state.times?.team.from === state.from;
  show(byId("day-list"), isShown ? days(state) : []);
}

function days(state) {
  const { times, view, from } = state;
  const free = byDay(times.slots);
  const taken = byDay(busyShown(times));
  const shown = view === "day" ? [state.day] : [0, 1, 2, 3, 4, 5, 6].map((n) => addDays(from, n));
  return shown
    .filter((day, n) => free.has(day) || (n < 5 && day >= today()))
    .map((day) => section(day, { slots: free.get(day) ?? [], busy: taken.get(day) ?? [], state }));
}

function byDay(spans) {
  const days = new Map();
  for (const one of spans) {
    const day = wall(one.starts_at, zone()).slice(0, 10);
    days.set(day, [...(days.get(day) ?? []), one]);
  }
  return days;
}

function section(day, { slots, busy, state }) {
  return el("section", { class: "day", "aria-label": dateText(day, { dateStyle: "full" }) },
    el("h3", { class: "day__title" }, dateText(day, { weekday: "long", month: "short", day: "numeric" }),
      day === today() && el("span", { class: "day__today" }, t("today"))),
    slots.length ? ranked(slots, state) : el("p", { class: "day__none" }, t("Nothing free")),
    busy.length > 0 && takenOf(busy, state.times));
}

// First the times at which the optional hosts are free too, under their names; then the others.
function ranked(slots, state) {
  const optional = state.times.team.additional.filter((one) => !one.required).map((one) => one.id);
  const starred = optional.length ? slots.filter((slot) => slot.all_optional_free) : [];
  const others = slots.filter((slot) => !starred.includes(slot));
  if (!starred.length) return list(others, state, []);
  const names = listed(optional.map((id) => host(id).name));
  return [
    el("h4", { class: "day__rank" }, icon("favorite"), t("{names} free too", { names })), list(starred, state, optional),
    others.length > 0 && el("h4", { class: "day__rank" }, t("Other times")), others.length > 0 && list(others, state, []),
  ];
}

const list = (slots, state, optional) => el("div", { class: "day__times" }, slots.map((slot) => time(slot, state, optional)));

function time(slot, { chosen }, optional) {
  const isChosen = chosen?.starts_at === slot.starts_at;
  const place = otherZone();
  const isLate = isLateForGuest(slot.starts_at, slot.ends_at);
  return el("button", {
    type: "button", class: `time ${optional.length ? "time_starred" : ""}`, key: `time-${slot.starts_at}`, "aria-pressed": String(isChosen),
    title: isLate ? t("early or late for the guest") : null, on: { click: () => choose(slot) },
  }, isChosen && icon("check"), el("span", {}, timeText(slot.starts_at, zone())),
  optional.length > 0 && el("span", { class: "time__star" }, icon("favorite"), `+ ${initials(optional)}`),
  place && el("small", { class: isLate ? "time__late" : null }, t("{time} guest", { time: timeText(slot.starts_at, place) })));
}

function takenOf(busy, times) {
  return el("details", { class: "day__busy" },
    el("summary", {}, busy.length === 1 ? t("1 time is taken") : t("{n} times are taken", { n: busy.length })),
    el("ul", {}, busy.map((block) => el("li", {}, takenWords({ busy: block, name: host(block.host).name, times })))));
}
