// What lies over the grid when there are no times to show: nobody chosen, loading, empty week, failure.

import { addButton } from "./add_hosts.js";
import { showAllUsers, whyNoTimes } from "./change_team.js";
import { button, byId, el, icon, show } from "./dom.js";
import { zone } from "./grid_events.js";
import { askAfresh, isCurrent } from "./offer.js";
import { closeSide } from "./side.js";
import { get, watch } from "./state.js";
import { shortDayText, timeText, wall, zoneName } from "./times.js";
import { goTo } from "./toolbar.js";
import { t } from "./words.js";

const SLOW_AFTER = 2500;
let slowly = 0;

export function mountOver() {
  watch(["loading", "times", "main", "additional", "secondPool", "typeId", "failure", "view", "day", "from"], (state) => {
    clearTimeout(slowly);
    if (state.loading === "busy") slowly = setTimeout(() => render(get(), true), SLOW_AFTER);
    render(state, false);
  });
  render(get(), false);
}

function render(state, isSlow) {
  const isWaiting = state.loading === "busy";
  byId("calendar").classList.toggle("calendar_waiting", isWaiting);
  byId("calendar").classList.toggle("calendar_stale", isWaiting && !isCurrent());
  byId("calendar").setAttribute("aria-busy", String(isWaiting));
  show(byId("calendar-over"), content(state, isSlow));
}

function content(state, isSlow) {
  if (!state.context.meeting_types.length) return card("info_alt", t("No meeting type is offered on this record."), reasons(state));
  if (!state.main) return card("people", t("Add a host or show all user availability."), "", [addHost(), showAll()]);
  if (state.loading === "busy") return waiting(state, isSlow);
  if (state.loading === "failed") return card("warning", state.failure.message, "", [retry(t("Try again"))]);
  if (!state.times) return state.loading === "idle" ? card("people", t("No times can be shown."), whyNoTimes()) : null;
  if (!state.times.slots.length) return emptyWeek(state.times);
  return state.view === "day" ? emptyDay(state) : null;
}

const addHost = () => addButton();
const showAll = () => button(t("Show all user availability"), { key: "show-all-first", on: { click: () => { showAllUsers(); closeSide(); } } });
const retry = (words) => button(words, { kind: "brand", key: "retry-times", on: { click: askAfresh } });

function reasons(state) {
  return (state.context.hidden_types ?? []).map(({ name, reason }) => t("{name}: {reason}", { name, reason })).join(" ");
}

// The times of these days stay on the screen, dimmed, until the new ones come; for other days there is nothing to show yet.
function waiting(state, isSlow) {
  const words = isSlow && el("p", { class: "skeleton__words", role: "status" }, t("The calendars are answering slowly. The times will appear here."));
  if (state.times?.team.from === state.from) return [el("div", { class: "waiting-line", role: "presentation" }), words];
  return el("div", { class: "skeleton" }, words,
    Array.from({ length: 15 }, (unused, n) => el("span", { class: `skeleton__block skeleton__block_${(n * 7) % 5}` })));
}

function emptyWeek({ closed_reason: why, next_free: next, hosts }) {
  const isComing = hosts.some((one) => one.state === "coming");
  if (isComing) return card("clock", t("The calendars are answering slowly. The times will appear here."), "");
  const isUnsure = hosts.some((one) => one.state === "unknown");
  const none = isUnsure ? "" : t("No free time was found up to the end of the booking horizon.");
  const when = next
    ? t("The first free time is {day}, {time} {zone}.", { day: shortDayText(next, zone()), time: timeText(next, zone()), zone: zoneName(next, zone()) })
    : none;
  const jump = next && button(t("Jump to the first free time"), { kind: "brand", key: "jump", on: { click: () => goTo(wall(next, zone()).slice(0, 10)) } });
  return card("date_time", isUnsure && !next ? t("No times can be offered now.") : t("Nothing is free this week."), [why, when].filter(Boolean).join(" "),
    [jump, isUnsure && retry(t("Retry"))]);
}

function emptyDay({ day, times }) {
  const dayOf = (instant) => wall(instant, zone()).slice(0, 10);
  if (times.slots.some((slot) => dayOf(slot.starts_at) === day)) return null;
  const next = times.slots.find((slot) => dayOf(slot.starts_at) > day)?.starts_at ?? times.next_free ?? times.slots[0].starts_at;
  const words = t("The nearest free time is {day}, {time} {zone}.", { day: shortDayText(next, zone()), time: timeText(next, zone()), zone: zoneName(next, zone()) });
  return card("date_time", t("Nothing is free on this day."), words, [button(t("Go there"), { kind: "brand", key: "jump", on: { click: () => goTo(dayOf(next)) } })]);
}

function card(glyph, title, text, actions = []) {
  return el("div", { class: "over" }, icon(glyph, { cls: "over__icon" }), el("p", { class: "over__title" }, title),
    text && el("p", { class: "over__text" }, text), el("div", { class: "over__actions" }, actions));
}
