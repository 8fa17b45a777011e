// Asks the server for the times of the chosen hosts, type and week; only the last question counts.

import { call } from "./api.js";
import { announce } from "./notices.js";
import { get, update, watch } from "./state.js";
import { asked } from "./team.js";
import { initialsOf, t } from "./words.js";

const DAYS = 7;
const COMING_AFTER = 1000;
const REFRESH_EVERY = 60_000;
let question = null;
let soon = 0;
let askedFor = "";

export function mountOffer() {
  watch(["main", "additional", "secondPool", "typeId", "from", "moving"], () => askForTimes());
  // The best times are those of the guest's day: on another clock they are others.
  watch(["guestZone"], ({ guestZone: guest }) => guest?.name !== askedFor && askQuietly());
  setInterval(() => get().page === "times" && askQuietly(), REFRESH_EVERY);
}

// Null while nobody can be asked about; a host asks for a new time of an own meeting only.
export function askingBody() {
  const { main, typeId, moving, context } = get();
  const hosts = main && typeId && (moving || !context.only_own) ? asked(get()) : null;
  return hosts && { meeting_type: typeId, ...hosts };
}

// The same hosts and type asked for the same purpose get the same mark.
export const askingMark = () => JSON.stringify(askingBody());

// Whether the times shown are those of the hosts and the type that are chosen now.
export function isCurrent() {
  const { times } = get();
  return Boolean(times) && times.team.mark === askingMark();
}

// Asks the calendars themselves again, not the copies of their last answers.
export const askAfresh = () => askForTimes({ isFresh: true });

// Asks in the background: what is shown stays as it is until the answer comes.
export const askQuietly = () => get().loading === "ready" && askForTimes({ isQuiet: true });

export async function askForTimes({ isFresh = false, isQuiet = false } = {}) {
  const { from, page, guestZone: guest } = get();
  const asking = askingBody();
  question?.abort();
  clearTimeout(soon);
  if (!asking || page === "stopped") {
    update({ times: null, loading: "idle", failure: null });
    return;
  }
  askedFor = guest?.name;
  const mine = new AbortController();
  question = mine;
  if (!isQuiet) update({ loading: "busy", failure: null });
  try {
    const body = { ...asking, from, days: DAYS, ...(isFresh && { fresh: true }), ...(guest && { guest_zone: guest.name }) };
    const team = snapshot(get());
    const answer = await call("POST", "/times", { body, signal: mine.signal });
    if (question === mine) answered({ ...answer, team }, isQuiet);
  } catch (failure) {
    if (failure.code === "superseded" || question !== mine || isQuiet) return;
    update({ loading: "failed", failure });
    announce(failure.message);
  }
}

// Whose times they are: an answer is drawn with the people it was given for, until the next one comes.
function snapshot({ main, additional, secondPool, typeId, from }) {
  return { main, additional, secondPool, typeId, from, mark: askingMark() };
}

function answered(times, isQuiet) {
  const before = get().times;
  update({ times, loading: "ready", free: whoIsFree(times), hosts: withNamed(times.hosts) });
  if (!isQuiet || starts(before) !== starts(times)) announce(summary(times));
  if (times.hosts.some((one) => one.state === "coming")) soon = setTimeout(askQuietly, COMING_AFTER);
}

// Whoever the answer names and the page did not carry is known by name from now on.
function withNamed(named) {
  const { hosts } = get();
  const missing = named.filter((one) => !hosts.has(one.id));
  if (!missing.length) return hosts;
  return new Map([...hosts, ...missing.map(({ id, name, title = "", zone = "" }) => [id, { id, name, title, zone, initials: initialsOf(name), reason: "" }])]);
}

const starts = (times) => times?.slots.map((slot) => slot.starts_at).join();

function whoIsFree({ meet_now: now, hosts }) {
  const { free } = get();
  if (!now) return free;
  const known = new Map(free);
  for (const { id, state } of hosts) {
    if (now.free.includes(id)) known.set(id, "free");
    else if (known.get(id) === "free" || !known.has(id)) known.set(id, state === "known" ? "busy" : "unknown");
  }
  return known;
}

function summary({ slots, closed_reason: why }) {
  if (!slots.length) return why || t("No times are free this week.");
  return slots.length === 1 ? t("1 time is free this week.") : t("{n} times are free this week.", { n: slots.length });
}
