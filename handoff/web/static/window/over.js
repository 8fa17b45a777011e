// What lies over the grid when there are no times to show: nobody chosen, loading, empty week, failure.

import { addButton } from "./add_hosts.js";
import { button, byId, el, icon, show } from "./dom.js";
import { zone } from "./grid_events.js";
import { askForTimes } from "./offer.js";
import { get, host, watch } from "./state.js";
import { shortDayText, timeText, wall, zoneName } from "./times.js";
import { goTo } from "./toolbar.js";
import { t } from "./words.js";

const SLOW_AFTER = 2500;
let slowly = 0;

export function mountOver() {
  watch(["loading", "times", "main", "failure", "view", "day"], (state, keys) => {
    clearTimeout(slowly);
    if (state.loading === "busy") slowly = setTimeout(() => render(get(), true), SLOW_AFTER);
    if (["loading", "times", "main", "view", "day"].some((key) => keys.has(key))) render(state, false);
  });
  render(get(), false);
}

function render(state, isSlow) {
  byId("calendar").classList.toggle("calendar_waiting", state.loading === "busy");
  byId("calendar").setAttribute("aria-busy", String(state.loading === "busy"));
  show(byId("calendar-over"), content(state, isSlow));
  show(byId("warnings"), warning(state));
}

function content(state, isSlow) {
  if (!state.context.meeting_types.length) return card("info_alt", t("No meeting type is offered on this record."), reasons(state));
  if (!state.main) return card("people", t("Add a host to see when they are free."), "", addButton());
  if (state.loading === "busy") return waiting(state, isSlow);
  if (state.loading === "failed") {
    return card("warning", state.failure.message, "", button(t("Try again"), { kind: "brand", on: { click: askForTimes } }));
  }
  if (!state.times) return null;
  if (!state.times.slots.length) return emptyWeek(state.times);
  return state.view === "day" ? emptyDay(state) : null;
}

function reasons(state) {
  return (state.context.hidden_types ?? []).map(({ name, reason }) => `${name}: ${reason}`).join(" ");
}

function waiting(state, isSlow) {
  if (state.times) return el("div", { class: "waiting-line", role: "presentation" });
  return el("div", { class: "skeleton" },
    isSlow && el("p", { class: "skeleton__words", role: "status" }, t("The calendars are answering slowly. The times will appear here.")),
    Array.from({ length: 15 }, (unused, n) => el("span", { class: `skeleton__block skeleton__block_${(n * 7) % 5}` })));
}

function emptyWeek({ closed_reason: why, next_free: next, hosts }) {
  const isUnsure = hosts.some((one) => one.state === "unknown");
  const none = isUnsure ? "" : t("No free time was found up to the end of the booking horizon.");
  const when = next
    ? t("The first free time is {day}, {time} {zone}.", { day: shortDayText(next, zone()), time: timeText(next, zone()), zone: zoneName(next, zone()) })
    : none;
  const jump = next && button(t("Jump to the first free time"), { kind: "brand", on: { click: () => goTo(wall(next, zone()).slice(0, 10)) } });
  const retry = !next && isUnsure && button(t("Retry"), { kind: "brand", on: { click: askForTimes } });
  return card("date_time", isUnsure && !next ? t("No times can be offered now.") : t("Nothing is free this week."), [why, when].filter(Boolean).join(" "), jump || retry || null);
}

function emptyDay({ day, times }) {
  const dayOf = (instant) => wall(instant, zone()).slice(0, 10);
  if (times.slots.some((slot) => dayOf(slot.starts_at) === day)) return null;
  const next = times.slots.find((slot) => dayOf(slot.starts_at) > day)?.starts_at ?? times.next_free ?? times.slots[0].starts_at;
  const words = t("The nearest free time is {day}, {time} {zone}.", { day: shortDayText(next, zone()), time: timeText(next, zone()), zone: zoneName(next, zone()) });
  return card("date_time", t("Nothing is free on this day."), words, button(t("Go there"), { kind: "brand", on: { click: () => goTo(dayOf(next)) } }));
}

function card(glyph, title, text, action) {
  return el("div", { class: "over" }, icon(glyph, { cls: "over__icon" }), el("p", { class: "over__title" }, title),
    text && el("p", { class: "over__text" }, text), action);
}

// Pills say it for each named host; this line says it for a pool, where one lost calendar stops nobody.
function warning(state) {
  const lost = (state.times?.hosts ?? []).filter((one) => one.state === "unknown");
  if (!lost.length) return null;
  const [first] = lost;
  const named = [state.main.id, ...state.additional.map((one) => one.id)];
  const isOnPills = lost.every((one) => named.includes(one.id));
  const words = lost.length === 1
    ? t("{name}'s calendar is unknown: {reason}", { name: first.name || host(first.id).name, reason: first.reason })
    : t("{n} calendars are unknown; those hosts are left out.", { n: lost.length });
  return el("div", { class: `warning ${isOnPills ? "warning_on-pills" : ""}` }, icon("warning", { cls: "ic_warning" }), el("span", { class: "warning__words" }, words),
    button(t("Retry"), { kind: "base", key: "retry-unknown", on: { click: askForTimes } }));
}
