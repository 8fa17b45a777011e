// Turns the server's answer into what the week grid draws: free times, busy blocks, closed hours, now.

import { now } from "./clock.js";
import { get, host, meetingType } from "./state.js";
import { intersect, span, subtract, union } from "./spans.js";
import { addDays, instant, theLocale, wall } from "./times.js";
import { tone } from "./tones.js";
import { listed, t } from "./words.js";

const MINUTE = 60_000;
const BUSY_WORDS = {
  busy: () => t("Busy"), tentative: () => t("Tentative"), out_of_office: () => t("Out of office"),
  held: () => t("Held"), booked: () => t("Booked"),
};

export function zone() {
  return get().context.organizer.zone;
}

function drawn([start, end], rest) {
  return { start: wall(start, zone()), end: wall(end, zone()), ...rest };
}

export function gridEvents(state) {
  const { times } = state;
  const week = [Date.parse(instant(`${state.from}T00:00`, zone())), Date.parse(instant(`${addDays(state.from, 7)}T00:00`, zone()))];
  const events = [...past(week)];
  if (!times) return events;
  const open = openHours(state);
  return [
    ...events,
    ...nightly(week, open),
    ...times.slots.map((slot) => freeTime(slot, state)),
    ...notTwice(times.busy.filter((block) => drawsBusy(state, block.host))).map(busyBlock),
    ...nobody(state, open),
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

// Hours to leave white: any pool member's, and all named required hosts'.
export function openHours(state) {
  const hours = state.times?.hours ?? [];
  const of = (ids) => union(hours.filter((one) => ids.includes(one.host)).map(span));
  const { main, additional } = state;
  if (!main || !hours.length) return [];
  const first = main.kind === "pool" ? of(state.context.sources.pools.find((one) => one.id === main.id).members) : of([main.id]);
  return additional.filter((one) => one.required).reduce((left, one) => intersect(left, of([one.id])), first);
}

function drawsBusy({ main, additional }, id) {
  if (main.kind === "host" && main.id === id) return true;
  return additional.some((one) => one.id === id && one.required);
}

// A meeting that Handoff booked is busy in the calendar too; it is drawn once, as what is known best.
function notTwice(blocks) {
  const ours = blocks.filter(({ kind }) => kind === "booked" || kind === "held");
  const isOurs = (block) => ours.some((one) => one.host === block.host && one.starts_at === block.starts_at && one.ends_at === block.ends_at);
  return blocks.filter((block) => ours.includes(block) || !isOurs(block));
}

export function slotLength(type) {
  return Math.min(type.minutes, type.step || 30) * MINUTE;
}

function freeTime(slot, { chosen, additional }) {
  const start = Date.parse(slot.starts_at);
  const isChosen = chosen?.starts_at === slot.starts_at;
  const isStarred = slot.all_optional_free && additional.some((one) => !one.required);
  return drawn([start, start + slotLength(meetingType())], {
    id: `slot-${slot.starts_at}`,
    classNames: ["free", isStarred && "starred", isChosen && "chosen"].filter(Boolean),
    extendedProps: { slot, isChosen, isStarred },
  });
}

function busyBlock(block) {
  const who = host(block.host);
  const words = (BUSY_WORDS[block.kind] ?? BUSY_WORDS.busy)();
  const why = get().main.kind === "pool" ? whyNobody(get(), span(block)).beside : "";
  return drawn(span(block), {
    classNames: ["busy", `busy_${block.kind}`, tone(block.host)],
    extendedProps: { busy: block, initials: who.initials, words, name: who.name, why },
  });
}

// Which of the two keeps a pool from being offered: nobody in it is free, or somebody who has to be there too.
function whyNobody({ main, times, context }, [start, end]) {
  const { name: pool } = context.sources.pools.find((one) => one.id === main.id);
  const within = times.blocked.filter((one) => Date.parse(one.starts_at) < end && Date.parse(one.ends_at) > start);
  if (!within.length) return { words: t("nobody in {pool}", { pool }), beside: t("nobody in {pool} either", { pool }) };
  const names = [...new Set(within.flatMap((one) => one.hosts))].map((id) => host(id).name);
  return { words: t("{pool} is free, {names} not", { pool, names: listed(names, theLocale()) }), beside: t("{pool} is free", { pool }) };
}

// With a pool as main host: the stretches inside hours in which nobody can be offered.
function nobody(state, open) {
  if (state.main?.kind !== "pool") return [];
  const step = slotLength(meetingType());
  const earliest = Math.ceil((now() + meetingType().notice_minutes * MINUTE) / step) * step;
  const offered = union(state.times.slots.map(span));
  const named = state.additional.filter((one) => one.required).map((one) => one.id);
  const shown = union(state.times.busy.filter((one) => named.includes(one.host)).map(span));
  return subtract(subtract(open, offered), shown)
    .map(([start, end]) => [Math.max(start, earliest), end])
    .filter(([start, end]) => end - start >= 15 * MINUTE)
    .flatMap(daily)
    .map((one) => drawn(one, { classNames: ["nobody"], extendedProps: { nobody: whyNobody(state, one).words } }));
}
