// The week and day grid: Event Calendar draws it, the organizer's wall time rules it.

import { byId, el } from "./dom.js";
import { askWhyClosed } from "./explain.js";
import { gridEvents, openHours, zone } from "./grid_events.js";
import { describe } from "./grid_words.js";
import { mountGridKeys, settleFocus } from "./grid_keys.js";
import { get, meetingType, watch } from "./state.js";
import { span } from "./spans.js";
import { today } from "./toolbar.js";
import { addDays, dateText, instant, minutesOf, timeText, wall, weekdayOf } from "./times.js";
import { t } from "./words.js";

const HALF_HOUR = 30;
let calendar = null;

export function mountGrid() {
  calendar = window.EventCalendar.create(byId("grid"), {
    view: "timeGridWeek", date: get().from, firstDay: 1, timeZone: "UTC", height: "100%",
    headerToolbar: { start: "", center: "", end: "" }, allDaySlot: false, nowIndicator: false, editable: false,
    eventStartEditable: false, eventDurationEditable: false, slotEventOverlap: false, events: [], slotLabelInterval: 0,
    slotLabelFormat: hourLabel, dayHeaderFormat: dayLabel, dayHeaderAriaLabelFormat: (date) => dateText(isoDate(date), { dateStyle: "full" }),
    eventContent: ({ event }) => ({ domNodes: [describe(event).node] }),
    eventDidMount: ({ el: node, event }) => dress(node, event),
    eventAllUpdated: settle,
    dateClick: ({ date, jsEvent }) => explainAt(date, jsEvent),
  });
  byId("grid").addEventListener("click", (event) => {
    if (event.target.closest(".busy, .nobody")) explainAt(calendar.dateFromPoint(event.clientX, event.clientY)?.date, event);
  });
  mountGridKeys(byId("grid"));
  watch(["from", "view", "day", "times", "chosen", "main", "additional", "typeId"], render);
  setInterval(() => calendar.setOption("events", gridEvents(get())), 60_000);
  render(get());
}

function render(state, keys) {
  const hours = shownHours(state);
  calendar.setOption("slotDuration", clockText(Math.min(HALF_HOUR, meetingType()?.step || HALF_HOUR)));
  calendar.setOption("slotHeight", 29);
  calendar.setOption("slotMinTime", clockText(hours[0]));
  calendar.setOption("slotMaxTime", clockText(hours[1]));
  calendar.setOption("hiddenDays", hiddenDays(state));
  calendar.setOption("view", state.view === "week" ? "timeGridWeek" : "timeGridDay");
  calendar.setOption("date", state.view === "week" ? state.from : state.day);
  calendar.setOption("events", gridEvents(state));
  settle();
  if (keys?.has("times") && state.times?.slots.length) calendar.setOption("scrollTime", firstHour(state.times.slots));
}

// Event Calendar hands out dates whose local fields carry the wall time it shows.
const two = (number) => String(number).padStart(2, "0");
const isoDate = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
const isoTime = (date) => `${two(date.getHours())}:${two(date.getMinutes())}`;
const clockText = (minutes) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:00`;

function explainAt(date, event) {
  if (date) askWhyClosed(instant(`${isoDate(date)}T${isoTime(date)}`, zone()), event);
}

function firstHour(slots) {
  const first = Math.min(...slots.map((slot) => minutesOf(wall(slot.starts_at, zone()))));
  return clockText(Math.max(0, Math.floor(first / 60) * 60));
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

function hourLabel(time) {
  if (time.getMinutes()) return "";
  const { guest_zone: guest } = get().context;
  const day = get().view === "week" ? addDays(get().from, 1) : get().day;
  const at = instant(`${day}T${isoTime(time)}`, zone());
  return { domNodes: [el("span", { class: "hour" }, timeText(at, zone()),
    guest && guest.name !== zone() && el("small", { class: "hour__guest", title: guest.name }, timeText(at, guest.name)))] };
}

// What is pressed is the button inside a free time; the block around it only gets the words for a pointer.
function dress(node, event) {
  const { label, isPressable } = describe(event);
  if (event.display === "background") node.setAttribute("aria-hidden", "true");
  if (label) node.setAttribute("title", label);
  if (label && !isPressable) node.setAttribute("aria-label", label);
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
