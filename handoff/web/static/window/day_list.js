// The narrow form of the grid: the free times of each day as a list of buttons.

import { byId, el, icon, show } from "./dom.js";
import { zone } from "./grid_events.js";
import { choose } from "./hold.js";
import { get, watch } from "./state.js";
import { addDays, dateText, timeText, wall } from "./times.js";
import { today } from "./toolbar.js";
import { t } from "./words.js";

export function mountDayList() {
  watch(["times", "from", "view", "day", "chosen", "additional"], render);
  render(get());
}

function render(state) {
  const byDay = new Map();
  for (const slot of state.times?.slots ?? []) {
    const day = wall(slot.starts_at, zone()).slice(0, 10);
    byDay.set(day, [...(byDay.get(day) ?? []), slot]);
  }
  const week = state.view === "day" ? [state.day] : [0, 1, 2, 3, 4, 5, 6].map((n) => addDays(state.from, n));
  const days = week.filter((day, n) => byDay.has(day) || (state.times && n < 5 && day >= today()));
  show(byId("day-list"), days.map((day) => section(day, byDay.get(day) ?? [], state)));
}

function section(day, slots, state) {
  return el("section", { class: "day", "aria-label": dateText(day, { dateStyle: "full" }) },
    el("h3", { class: "day__title" }, dateText(day, { weekday: "long", month: "short", day: "numeric" }),
      day === today() && el("span", { class: "day__today" }, t("today"))),
    slots.length ? el("div", { class: "day__times" }, slots.map((slot) => time(slot, state))) : el("p", { class: "day__none" }, t("Nothing free")));
}

function time(slot, { chosen, additional, context }) {
  const isChosen = chosen?.starts_at === slot.starts_at;
  const isStarred = slot.all_optional_free && additional.some((one) => !one.required);
  const guest = context.guest_zone;
  return el("button", {
    type: "button", class: `time ${isStarred ? "time_starred" : ""}`, key: `time-${slot.starts_at}`, "aria-pressed": String(isChosen),
    on: { click: () => choose(slot) },
  }, isChosen && icon("check"), el("span", {}, timeText(slot.starts_at, zone())),
  isStarred && el("span", { class: "time__star" }, icon("favorite"), el("span", { class: "slds-assistive-text" }, t("optional hosts free too"))),
  guest && guest.name !== zone() && el("small", {}, t("{time} guest", { time: timeText(slot.starts_at, guest.name) })));
}
