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
  return [
    ...events,
    ...nightly(week, open),
    ...times.slots.map((slot) => freeTime(slot, state)),
    ...busyShown(times).map((block) => busyBlock(block, times)),
    ...nobody(times, open).flatMap(({ span: [start, end], why }) =>
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

// Only of hosts who are named and have to come; a meeting that Handoff booked is busy in the calendar too and drawn once.
export function busyShown({ busy, team: { main, additional } }) {
  const named = new Set(additional.filter((one) => one.required).map((one) => one.id));
  if (main.kind === "host") named.add(main.id);
  const blocks = busy.filter((block) => named.has(block.host));
  const ours = new Set(blocks.filter(isOurs).map(place));
  return blocks.filter((block) => isOurs(block) || !ours.has(place(block)));
}

const isOurs = ({ kind }) => kind === "booked" || kind === "held";
const place = ({ host: id, starts_at: start, ends_at: end }) => `${id} ${start} ${end}`;

export function slotLength({ minutes, step }) {
  return Math.min(minutes, step || 30) * MINUTE;
}

// The type that the shown times are of; while another one is asked about they are still this one's.
export function typeShown({ times, typeId, context }) {
  return context.meeting_types.find((one) => one.id === (times?.team.typeId ?? typeId)) ?? null;
}

function freeTime(slot, state) {
  const { chosen, times: { team } } = state;
  const start = Date.parse(slot.starts_at);
  const type = typeShown(state);
  const isChosen = chosen?.starts_at === slot.starts_at;
  const optional = slot.all_optional_free ? team.additional.filter((one) => !one.required).map((one) => one.id) : [];
  return drawn([start, start + slotLength(type)], {
    id: `slot-${slot.starts_at}`,
    classNames: ["free", optional.length > 0 && "starred", isChosen && "chosen"].filter(Boolean),
    extendedProps: { slot, isChosen, optional, type },
  });
}

function busyBlock(block, times) {
  const who = host(block.host);
  return drawn(span(block), {
    classNames: ["busy", `busy_${block.kind}`, tone(block.host)],
    extendedProps: { busy: block, initials: who.initials || initialsOf(who.name), name: who.name, times },
  });
}
