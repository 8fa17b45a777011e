// What stands on each block of the grid, for the eye and for a screen reader.

import { el, icon } from "./dom.js";
import { slotLength, zone } from "./grid_events.js";
import { isTight } from "./grid_width.js";
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

// The event with all its words, known by them: what was said before need not be drawn again.
export function worded({ extendedProps = {}, ...event }) {
  const said = inWords(extendedProps);
  return { ...event, id: JSON.stringify([event, said]), extendedProps: said };
}

// The label is for a pointer and for a screen reader; each free time in a stretch has its own.
function inWords({ slots, busy, nobody, ...rest }) {
  if (slots) return { slots: slots.map((slot) => free(slot, rest)) };
  if (busy) return taken({ busy, ...rest });
  return nobody ? { label: t("{name}: {reason}", { name: t("No Hosts Available"), reason: nobody }), words: t("No Hosts Available"), why: nobody } : {};
}

function free(slot, { chosen, type, optional }) {
  const { starts_at: start, ends_at: end, all_optional_free: isAllFree } = slot;
  const isChosen = start === chosen;
  const beside = isAllFree && optional.length ? optional : [];
  return {
    start, label: freeWords(slot, { isChosen, beside, type }), words: isTight(beside.length > 0) ? timeText(start, zone()) : spanText(start, end, zone()),
    star: beside.length > 0 && `+ ${initials(beside)}`, isChosen, parts: isChosen && around(type),
  };
}

function taken({ busy, initials: letters, name, times }) {
  return { label: takenWords({ busy, name, times }), isOff: busy.kind === "out_of_office", letters, words: busyWords(busy), why: besideBusy(times, busy) };
}

const nodes = new WeakMap();

// What stands on an event, made once: the library puts it there again only if it is another.
export function contentOf(said) {
  if (!nodes.has(said)) nodes.set(said, { domNodes: [said.slots ? el("span", { class: "slots" }, said.slots.map(freeNode)) : blockNode(said)] });
  return nodes.get(said);
}

function blockNode({ words, letters, isOff, why }) {
  if (!words) return el("span");
  return el("span", { class: "block" }, isOff && icon("ban", { cls: "block__off" }), letters && [el("b", {}, letters), " "], words,
    why && el("span", { class: "block__why" }, why));
}

function freeNode({ start, label, words, star, isChosen, parts }) {
  return el("button", {
    type: "button", class: `slot ${star ? "slot_starred" : ""}`, "data-slot": start, "aria-pressed": String(isChosen), tabIndex: -1, "aria-label": label, title: label,
  }, words, star && el("span", { class: "slot__star", "data-with": star }), parts && parts.map(aroundNode));
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
  return [
    { cls: "around_buffer", minutes: type.buffer_before, top: -type.buffer_before }, { cls: "around_rest", minutes: type.minutes - cell, top: cell },
    { cls: "around_buffer", minutes: type.buffer_after, top: type.minutes },
  ].filter((one) => one.minutes > 0).map(({ cls, minutes, top }) => ({ cls, height: `${(minutes / cell) * 100}%`, top: `${(top / cell) * 100}%` }));
}

function aroundNode({ cls, height, top }) {
  const node = el("span", { class: `around ${cls}`, "aria-hidden": "true" });
  Object.assign(node.style, { height, top });
  return node;
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
