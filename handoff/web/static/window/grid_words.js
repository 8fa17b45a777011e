// What stands on each block of the grid, for the eye and for a screen reader.

import { el, icon } from "./dom.js";
import { slotLength, zone } from "./grid_events.js";
import { isTight } from "./grid_width.js";
import { choose } from "./hold.js";
import { besideBusy } from "./nobody.js";
import { host } from "./state.js";
import { dayText, spanText, timeText, zoneName } from "./times.js";
import { initialsOf, lasting, listed, t } from "./words.js";
import { isLateForGuest } from "./zones.js";

const MOST_INITIALS = 2;
const MINUTE = 60_000;
const BUSY_WORDS = {
  busy: () => t("Busy"), tentative: () => t("Tentative"), out_of_office: () => t("Out of office"),
  held: () => t("Held"), booked: () => t("Booked"),
};

// The words of a block, for a pointer and for a screen reader; each free time in a stretch has its own.
export function labelOf({ extendedProps: { busy, nobody, ...rest } }) {
  if (busy) return takenWords({ busy, ...rest });
  return nobody ? t("{name}: {reason}", { name: t("No Hosts Available"), reason: nobody }) : "";
}

export function nodeOf(event) {
  const { slots, busy, nobody } = event.extendedProps;
  if (slots) return el("span", { class: "slots" }, slots.map((slot) => free(slot, event.extendedProps)));
  if (busy) return taken(event.extendedProps);
  return nobody ? el("span", { class: "block" }, t("No Hosts Available"), why(nobody)) : el("span");
}

const why = (words) => el("span", { class: "block__why" }, words);

function free(slot, { chosen, type, optional }) {
  const { starts_at: start, ends_at: end, all_optional_free: isAllFree } = slot;
  const isChosen = start === chosen;
  const beside = isAllFree && optional.length ? optional : [];
  const label = freeWords(slot, { isChosen, beside, type });
  return el("button", {
    type: "button", class: `slot ${beside.length ? "slot_starred" : ""}`, "data-slot": start, "aria-pressed": String(isChosen), tabIndex: -1,
    "aria-label": label, title: label, on: { click: (event) => { event.stopPropagation(); choose(slot); } },
  }, isTight(beside.length > 0) ? timeText(start, zone()) : spanText(start, end, zone()),
  beside.length > 0 && el("span", { class: "slot__star", "data-with": `+ ${initials(beside)}` }), isChosen && around(type));
}

function freeWords({ starts_at: start, ends_at: end }, { isChosen, beside, type }) {
  const names = beside.length > 0 && listed(beside.map((id) => host(id).name));
  return [
    `${dayText(start, zone())}, ${spanWords(start, end, beside.length > 0)} ${zoneName(start, zone())}`,
    isChosen ? t("chosen") : t("free"), names && t("{names} free too", { names }),
    isLateForGuest(start, end) && t("early or late for the guest"),
    isChosen && type.buffer_before > 0 && t("{time} kept free before", { time: lasting(type.buffer_before) }),
    isChosen && type.buffer_after > 0 && t("{time} kept free after", { time: lasting(type.buffer_after) }),
  ].filter(Boolean).join(", ");
}

// The words on the button stand in its name as well.
function spanWords(start, end, isMarked) {
  return isTight(isMarked) ? `${timeText(start, zone())} – ${timeText(end, zone())}` : spanText(start, end, zone());
}

export function initials(ids) {
  const all = ids.map((id) => host(id).initials || initialsOf(host(id).name));
  return all.length > MOST_INITIALS ? `${all.slice(0, MOST_INITIALS).join(", ")} + ${all.length - MOST_INITIALS}` : all.join(", ");
}

// What the chosen time keeps besides its own cell: the rest of the meeting and the buffers, to the grid's scale.
function around(type) {
  const cell = slotLength(type) / MINUTE;
  const part = (cls, minutes, top) => {
    if (minutes <= 0) return null;
    const node = el("span", { class: `around ${cls}`, "aria-hidden": "true" });
    node.style.height = `${(minutes / cell) * 100}%`;
    node.style.top = `${(top / cell) * 100}%`;
    return node;
  };
  return [
    part("around_buffer", type.buffer_before, -type.buffer_before), part("around_rest", type.minutes - cell, cell),
    part("around_buffer", type.buffer_after, type.minutes),
  ];
}

function busyWords({ kind, title, by, until }) {
  if (title) return title;
  if (kind === "held" && by) return until ? t("Held by {name} until {time}", { name: by, time: timeText(until, zone()) }) : t("Held by {name}", { name: by });
  return (BUSY_WORDS[kind] ?? BUSY_WORDS.busy)();
}

export function takenWords({ busy, name, times }) {
  const beside = besideBusy(times, busy);
  return [
    t("{name}: {reason}", { name, reason: busyWords(busy) }), busy.title && (BUSY_WORDS[busy.kind] ?? BUSY_WORDS.busy)(), spanText(busy.starts_at, busy.ends_at, zone()),
    beside && t("{name}: {reason}", { name: t("No Hosts Available"), reason: beside }),
  ].filter(Boolean).join(", ");
}

function taken({ busy, initials: letters, times }) {
  const beside = besideBusy(times, busy);
  return el("span", { class: "block" }, busy.kind === "out_of_office" && icon("ban", { cls: "block__off" }), el("b", {}, letters), " ", busyWords(busy), beside && why(beside));
}
