// Turns the server's answer into what the week grid draws: free times, busy blocks, closed hours, now.

import { now } from "./clock.js";
import { nobody } from "./nobody.js";
import { get, host } from "./state.js";
import { intersect, span, subtract, union } from "./spans.js";
import { addDays, instant, wall } from "./times.js";
import { tone } from "./tones.js";
import { initialsOf } from "./words.js";

const MINUTE = 60_000;

export function zone() {
  return get().context.organizer.zone;
}

function drawn([start, end], rest) {
  return { start: wall(start, zone()), end: wall(end, zone()), ...rest };
}

export function gridEvents(state) {
  const { times } = state;
  const week = [Date.parse(instant(`${state.from}T00:00`, zone())), Date.parse(instant(`${addDays(state.from, 7)}T00:00`, zone()))];
  const events = past(week);
  if (times?.team.from !== state.from) return events;
  const open = openHours(state);
  const shown = busyShown(times);
  return [
    ...events,
    ...nightly(week, open),
    ...stretches(state).map((slots) => freeStretch(slots, state)),
    ...shown.map((block) => busyBlock(block, times)),
    ...nobody({ ...times, busy: shown }, open).flatMap(({ span: [start, end], why }) =>
      daily([start, end]).map((one) => drawn(one, { classNames: ["nobody"], extendedProps: { nobody: why } }))),
  ];
}

function past(week) {
  const at = now();
  if (at <= week[0]) return [];
  const end = Math.min(at, week[1]);
  const grey = daily([week[0], end]).map((one) => drawn(one, { display: "background", classNames: ["past"] }));
  if (at >= week[1]) return grey;
  return [...grey, drawn([at, at + MINUTE], { display: "background", classNames: ["now-line"] })];
}

function nightly(week, open) {
  if (!open.length) return [];
  const future = [Math.max(week[0], now()), week[1]];
  if (future[0] >= future[1]) return [];
  return subtract([future], open).flatMap(daily).map((one) => drawn(one, { display: "background", classNames: ["closed"] }));
}

// Splits a span at the organizer's midnights, since the grid draws one column per day.
function daily([start, end]) {
  const parts = [];
  let from = start;
  while (from < end) {
    const midnight = Date.parse(instant(`${addDays(wall(from, zone()).slice(0, 10), 1)}T00:00`, zone()));
    const to = Math.min(end, midnight);
    parts.push([from, to === midnight ? to - MINUTE : to]);
    from = to;
  }
  return parts.filter(([a, b]) => a < b);
}

// Hours to leave white: any candidate's for each place to fill, and all named required hosts'.
export function openHours({ times, context }) {
  const hours = times?.hours ?? [];
  if (!hours.length) return [];
  const { main, additional, secondPool } = times.team;
  const members = (id) => context.sources.pools.find((one) => one.id === id)?.members ?? [];
  const required = additional.filter((one) => one.required).map((one) => one.id);
  const first = {
    host: () => [main.id], pool: () => members(main.id),
    anyone: () => hours.map((one) => one.host).filter((id) => !required.includes(id)),
  }[main.kind]();
  const places = [first, ...(secondPool ? [members(secondPool.id)] : []), ...required.map((id) => [id])];
  return places.map((ids) => openOf(hours, new Set(ids))).reduce(intersect);
}

const openOf = (hours, ids) => union(hours.filter((one) => ids.has(one.host)).map(span));

// Of hosts who are named and have to come, and what others hold of a pool where nothing is free beside it.
export function busyShown(times) {
  const { busy, team: { main, additional } } = times;
  const named = new Set(additional.filter((one) => one.required).map((one) => one.id));
  if (main.kind === "host") named.add(main.id);
  const free = union(times.slots.map(span));
  const blocks = busy.filter((block) => named.has(block.host) || (block.kind === "held" && !intersect([span(block)], free).length));
  return blocks.flatMap((block) => (isOurs(block) ? [block] : besideOurs(block, blocks)));
}

// A meeting that Handoff booked is busy in the calendar too: it is drawn once, as what is known best, and beside it what is left of the block.
function besideOurs(block, blocks) {
  const ours = blocks.filter((one) => isOurs(one) && one.host === block.host).map(span);
  const left = subtract([span(block)], ours);
  return left.map(([start, end]) => ({ ...block, starts_at: new Date(start).toISOString(), ends_at: new Date(end).toISOString() }));
}

const isOurs = ({ kind }) => kind === "booked" || kind === "held";

export function slotLength({ minutes, step }) {
  return Math.min(minutes, step || 30) * MINUTE;
}

// The type that the shown times are of; while another one is asked about they are still this one's.
export function typeShown({ times, typeId, context }) {
  return context.meeting_types.find((one) => one.id === (times?.team.typeId ?? typeId)) ?? null;
}

// Free times that follow each other on one day are one block of buttons: a week of them is drawn in a moment.
function stretches(state) {
  const length = slotLength(typeShown(state));
  const found = [];
  let last = null;
  for (const slot of state.times.slots) {
    const start = Date.parse(slot.starts_at);
    const day = wall(start, zone()).slice(0, 10);
    if (last && start === last.end && day === last.day) last.slots.push(slot);
    else found.push(last = { slots: [slot], day });
    last.end = start + length;
  }
  return found.map((one) => one.slots);
}

function freeStretch(slots, state) {
  const type = typeShown(state);
  const start = Date.parse(slots[0].starts_at);
  const optional = state.times.team.additional.filter((one) => !one.required).map((one) => one.id);
  return drawn([start, start + slots.length * slotLength(type)], {
    classNames: ["stretch"], extendedProps: { slots, optional, type, chosen: state.chosen?.starts_at },
  });
}

function busyBlock(block, times) {
  const who = host(block.host);
  return drawn(span(block), {
    classNames: ["busy", `busy_${block.kind}`, tone(block.host)],
    extendedProps: { busy: block, initials: who.initials || initialsOf(who.name), name: who.name, times },
  });
}
