// The week and day grid: Event Calendar draws it, the organizer's wall time rules it.

import { byId, el } from "./dom.js";
import { askWhyClosed } from "./explain.js";
import { gridEvents, openHours, typeShown, zone } from "./grid_events.js";
import { mountGridWidth, useColumns } from "./grid_width.js";
import { choose } from "./hold.js";
import { contentOf, worded } from "./grid_words.js";
import { mountGridKeys, settleFocus } from "./grid_keys.js";
import { get, watch } from "./state.js";
import { span } from "./spans.js";
import { today } from "./toolbar.js";
import { addDays, dateText, instant, minutesOf, timeText, wall, weekdayOf } from "./times.js";
import { t } from "./words.js";
import { isLateForGuest, otherZone } from "./zones.js";

const HALF_HOUR = 30;
const MORNING = 8 * 60;
const A_STEP = 300_000;
const SLOT_HEIGHT = 29;
let calendar = null;

export function mountGrid() {
  calendar = window.EventCalendar.create(byId("grid"), {
    view: "timeGridWeek", date: get().from, firstDay: 1, timeZone: "UTC", height: "100%",
    headerToolbar: { start: "", center: "", end: "" }, allDaySlot: false, nowIndicator: false, editable: false,
    eventStartEditable: false, eventDurationEditable: false, slotEventOverlap: false, events: [], slotLabelInterval: 0, slotHeight: SLOT_HEIGHT,
    slotLabelFormat: hourLabel, dayHeaderFormat: dayLabel, dayHeaderAriaLabelFormat: (date) => dateText(isoDate(date), { dateStyle: "full" }),
    eventTimeFormat: () => "", // each event says its own time: the library's words would only be made in vain
    eventContent: ({ event }) => contentOf(event.extendedProps),
    eventDidMount: ({ el: node, event }) => dress(node, event),
    eventAllUpdated: settle,
    dateClick: ({ date, jsEvent }) => explainAt(date, jsEvent),
  });
  byId("grid").addEventListener("click", pressed);
  mountGridKeys(byId("grid"));
  mountGridWidth(() => draw(get()));
  watch(["from", "view", "day", "times", "chosen", "guestZone"], render);
  setInterval(() => draw(get()), 60_000);
  render(get());
}

// What is free is chosen, as the last answer has it; what is not says why.
function pressed(event) {
  const start = event.target.closest("[data-slot]")?.dataset.slot;
  const slot = start && get().times?.slots.find((one) => one.starts_at === start);
  if (slot) choose(slot);
  else if (event.target.closest(".busy, .nobody")) explainAt(calendar.dateFromPoint(event.clientX, event.clientY)?.date, event);
}

// Only what is another than before is told to the library, which redraws for every option that it is told.
const told = new Map();

function set(name, value) {
  if (Object.is(told.get(name), value)) return;
  told.set(name, value);
  calendar.setOption(name, value);
}

// An event is known by all that it says: what says the same stays as it is, so that an answer redraws only what it changes.
let drawn = new Set();

function draw(state) {
  const events = new Map(gridEvents(state).map(worded).map((one) => [one.id, one]));
  for (const id of drawn) if (!events.has(id)) calendar.removeEventById(id);
  for (const [id, event] of events) if (!drawn.has(id)) calendar.addEvent(event);
  drawn = new Set(events.keys());
}

function render(state, keys) {
  const hours = shownHours(state);
  set("slotDuration", clockText(Math.min(HALF_HOUR, typeShown(state)?.step || HALF_HOUR)));
  set("slotMinTime", clockText(hours[0]));
  set("slotMaxTime", clockText(hours[1]));
  set("view", state.view === "week" ? "timeGridWeek" : "timeGridDay");
  if (String(told.get("hiddenDays")) !== String(hiddenDays(state))) set("hiddenDays", hiddenDays(state));
  set("date", state.view === "week" ? state.from : state.day);
  if (keys?.has("guestZone")) calendar.setOption("slotLabelFormat", (time) => hourLabel(time));
  useColumns(state.view === "week" ? 7 - hiddenDays(state).length : 1);
  draw(state);
  if (keys?.has("times")) scrollToFirst(state);
  if (keys?.has("chosen") && state.chosen) requestAnimationFrame(scrollToChosen);
}

// An offer may stand below what the grid shows just now; where it stands is seen as soon as it is chosen.
function scrollToChosen() {
  byId("grid").querySelector("[data-slot][aria-pressed='true']")?.scrollIntoView({ block: "nearest" });
}

// Once per question that a person asked: what was scrolled to stays there when the same times are asked for again.
let scrolledFor = "";

function scrollToFirst({ times }) {
  const mark = times && `${times.team.from} ${times.team.mark}`;
  if (!mark || mark === scrolledFor || !times.slots.length) return;
  scrolledFor = mark;
  calendar.setOption("scrollTime", firstHour(times.slots));
}

// Event Calendar hands out dates whose local fields carry the wall time it shows.
const two = (number) => String(number).padStart(2, "0");
const isoDate = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
const isoTime = (date) => `${two(date.getHours())}:${two(date.getMinutes())}`;
const clockText = (minutes) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:00`;

function explainAt(date, event) {
  if (date) askWhyClosed(instant(`${isoDate(date)}T${isoTime(date)}`, zone()), event);
}

// The hour of the first free time; where the whole day is drawn, of the first from the morning on.
function firstHour(slots) {
  const starts = slots.map((slot) => minutesOf(wall(slot.starts_at, zone())));
  const later = told.get("slotMinTime") === clockText(0) ? starts.filter((one) => one >= MORNING) : [];
  return clockText(Math.max(0, Math.floor(Math.min(...(later.length ? later : starts)) / 60) * 60));
}

// From the earliest to the latest hour that matters, at least a working day; the whole day if hours cross midnight.
function shownHours(state) {
  let [from, to] = [8 * 60, 18 * 60];
  const spans = [...openHours(state), ...(state.times?.slots ?? []).map(span)];
  for (const [start, end] of spans) {
    const [a, b] = [wall(start, zone()), wall(end, zone())];
    if (a.slice(0, 10) !== b.slice(0, 10) && minutesOf(b) > 0) return [0, 24 * 60];
    from = Math.min(from, Math.floor(minutesOf(a) / 60) * 60);
    to = Math.max(to, minutesOf(b) ? Math.ceil(minutesOf(b) / 60) * 60 : 24 * 60);
  }
  return [from, to];
}

function hiddenDays(state) {
  if (state.view === "day") return [];
  const used = new Set([...openHours(state), ...(state.times?.slots ?? []).map(span)].map(([start]) => weekdayOf(wall(start, zone()).slice(0, 10))));
  return [6, 0].filter((day) => !used.has(day));
}

function dayLabel(date) {
  const day = isoDate(date);
  const isToday = day === today();
  return { domNodes: [el("span", { class: `day-label ${isToday ? "day-label_today" : ""}` },
    el("span", { class: "day-label__name" }, dateText(day, { weekday: "short" })),
    el("span", { class: "day-label__number" }, dateText(day, { day: "numeric" })),
    isToday && el("span", { class: "slds-assistive-text" }, t("today")))] };
}

// Said anew only for another day or guest: the library asks for every hour with every answer.
const hours = new Map();
let hoursOf = "";

function hourLabel(time) {
  const day = get().view === "week" ? addDays(get().from, 1) : get().day;
  const about = `${day} ${otherZone()}`;
  if (about !== hoursOf) hours.clear();
  hoursOf = about;
  const at = isoTime(time);
  if (!hours.has(at)) hours.set(at, hourWords(instant(`${day}T${at}`, zone()), !time.getMinutes()));
  return hours.get(at);
}

// The organizer's hour, and the same hour on the guest's clock; early or late for the guest the column is shaded.
function hourWords(at, isWhole) {
  const isLate = otherZone() && isLateForGuest(at, new Date(Date.parse(at) + A_STEP).toISOString());
  if (!isWhole) return isLate ? { domNodes: [el("span", { class: "hour_late" })] } : "";
  return { domNodes: [el("span", { class: `hour ${isLate ? "hour_late" : ""}` }, timeText(at, zone()), guestHour(at, isLate))] };
}

function guestHour(at, isLate) {
  const name = otherZone();
  return name && el("small", { class: "hour__guest", title: isLate ? t("{zone}: early or late for the guest", { zone: name }) : name }, timeText(at, name));
}

function dress(node, { display, extendedProps: { label } }) {
  if (display === "background") node.setAttribute("aria-hidden", "true");
  if (!label) return;
  node.setAttribute("title", label);
  node.setAttribute("aria-label", label);
}

// The library calls its columns a table, yet lays the events beside the rows; plain groups say what is there.
const NOT_A_TABLE = '[role="table"], [role="rowgroup"], [role="row"], [role="cell"], [role="columnheader"]';
const TABLE_WORDS = ["aria-colindex", "aria-rowindex", "aria-colcount", "aria-rowcount"];

function settle() {
  for (const node of byId("grid").querySelectorAll(NOT_A_TABLE)) {
    node.setAttribute("role", "presentation");
    for (const name of TABLE_WORDS) node.removeAttribute(name);
  }
  settleFocus(byId("grid"));
}
