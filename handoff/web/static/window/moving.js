// A new time for a meeting that exists: its hosts and type are asked for again, the new hold moves it, with one key.

import { call } from "./api.js";
import { letGo } from "./hold.js";
import { forget, keyFor } from "./keys.js";
import { announce, dismiss, patiently } from "./notices.js";
import { refused } from "./refusals.js";
import { get, host, pool, update } from "./state.js";
import { initialsOf, t } from "./words.js";

let before = null;

// Why its time cannot be changed in this window, or nothing.
export function whyNotMovable(booking) {
  if (!booking.can_change) return booking.why_not;
  const isOffered = get().context.meeting_types.some((type) => type.id === booking.meeting_type_id);
  return isOffered ? "" : t("{type} is not offered on this record.", { type: booking.meeting_type });
}

export function startMoving(booking) {
  const { page, main, additional, secondPool, typeId, booking: shown, effects, hosts } = get();
  before = { page, main, additional, secondPool, typeId, booking: shown, effects };
  const isPooled = booking.pool_id && pool(booking.pool_id);
  dismiss();
  update({
    moving: booking, booking: null, effects: [], page: "times", chosen: null, hold: null, secondPool: null, typeId: booking.meeting_type_id,
    hosts: withThem(hosts, booking),
    main: isPooled ? { kind: "pool", id: booking.pool_id, from: "" } : { kind: "host", id: booking.host_id, from: "" },
    additional: booking.additional.map(({ id, required }) => ({ id, required, from: "" })),
  });
  announce(t("Choose a new time for {title}.", { title: booking.title }));
}

function withThem(hosts, { host_id: id, host_name: name, additional }) {
  const all = new Map(hosts);
  for (const one of [{ id, name }, ...additional]) {
    if (!all.has(one.id)) all.set(one.id, { ...host(one.id), name: one.name, initials: initialsOf(one.name) });
  }
  return all;
}

// The meeting stays where it is; the window is again as it was before.
export function stopMoving() {
  letGo();
  update({ ...before, moving: null });
}

export async function moveToHeld() {
  const { hold, chosen, moving, scheduling } = get();
  if (!hold || !moving || scheduling) return;
  const intention = `move ${moving.id} ${chosen.starts_at} ${chosen.mark}`;
  update({ scheduling: true });
  dismiss();
  announce(t("Moving the meeting…"));
  try {
    const { booking, effects } = await patiently(
      call("POST", `/bookings/${moving.id}/move`, { body: { hold_id: hold.id }, key: keyFor(intention) }));
    forget(intention);
    update({ scheduling: false, moving: null, booking, effects: effects ?? [], change: "moved", page: "booked", hold: null });
  } catch (reason) {
    update({ scheduling: false });
    if (!reason.isUncertain) forget(intention);
    refused(reason, moveToHeld);
  }
}
