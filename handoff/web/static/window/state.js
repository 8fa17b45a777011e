// Everything that the window knows, in one place; who watches a part is told once per change.

const state = {
  page: "times", // times, details, booked, upcoming, stopped
  context: null,
  hosts: new Map(), // id -> {id, name, title, zone, initials, reason}
  main: null, // {kind: "host" | "pool" | "anyone", id, from, locked, suggested, memberOf}
  additional: [], // [{id, required, from, locked, suggested}]
  secondPool: null, // {id, locked, suggested}
  suggestion: null, // what the org's logic proposed
  typeLocked: false,
  typeId: null,
  from: "", // Monday of the week shown, on the organizer's calendar
  view: "week", // week, day
  day: "",
  times: null, // the server's last answer
  loading: "idle", // idle, busy, ready, failed
  failure: null,
  chosen: null, // {starts_at, ends_at}
  hold: null,
  holding: false,
  notice: null, // {tone, title, text, actions, slots}
  scheduling: false,
  booking: null,
  guestZone: null, // {name, source, confirmed}
  moving: null, // the booking for which a new time is being chosen
  effects: [],
  change: "", // what has just been done to the booking: booked, moved, cancelled
  pickHost: null, // a free time that waits until one of its hosts is chosen
  free: new Map(), // host id -> free, busy, off, unknown: right now
  confirmedZone: "", // the guest's zone, once the guest has said so
};

const watchers = [];
let changed = new Set();

export function get() {
  return state;
}

export function update(patch) {
  const before = changed.size;
  for (const [key, value] of Object.entries(patch)) {
    if (Object.is(state[key], value)) continue;
    state[key] = value;
    changed.add(key);
  }
  if (!before && changed.size) queueMicrotask(flush);
}

export function watch(keys, call) {
  watchers.push({ keys, call });
}

function flush() {
  const keys = changed;
  changed = new Set();
  for (const watcher of watchers) {
    if (watcher.keys.some((key) => keys.has(key))) watcher.call(state, keys);
  }
}

export function meetingType() {
  return state.context.meeting_types.find((type) => type.id === state.typeId) ?? null;
}

export function pool(id) {
  return state.context.sources.pools.find((one) => one.id === id) ?? null;
}

export function host(id) {
  return state.hosts.get(id) ?? { id, name: state.times?.hosts.find((one) => one.id === id)?.name ?? id, title: "", zone: "", initials: "", reason: "" };
}
