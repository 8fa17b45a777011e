// Books what is held: one key per intended booking, so that a second press or a lost answer books nothing twice.

import { call } from "./api.js";
import { complain, focusOn, reading } from "./form.js";
import { choose, lapsed, showTaken } from "./hold.js";
import { announce, dismiss, failed, notice } from "./notices.js";
import { get, update } from "./state.js";
import { t } from "./words.js";

const keys = new Map();

// The same time with the same people is the same intention, even if the hold had to be taken again.
function keyFor({ starts_at: start, mark }) {
  const intention = `${start} ${mark}`;
  if (!keys.has(intention)) keys.set(intention, randomKey());
  return keys.get(intention);
}

function randomKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export async function schedule() {
  const { hold, chosen, scheduling, booking } = get();
  if (scheduling || booking) return;
  if (!hold) {
    if (chosen) lapsed();
    return;
  }
  const typed = reading();
  if (!typed) return;
  update({ scheduling: true });
  dismiss();
  announce(t("Scheduling…"));
  try {
    const answer = await call("POST", "/bookings", { body: { hold_id: hold.id, ...typed }, key: keyFor(chosen) });
    update({ scheduling: false, booking: answer.booking, effects: answer.effects ?? [], page: "booked", hold: null });
  } catch (reason) {
    update({ scheduling: false });
    refused(reason);
  }
}

function refused(reason) {
  if (reason.code === "slot_taken") showTaken(reason);
  else if (reason.code === "hold_lapsed") lapsedAtLast(reason);
  else if (reason.field && pointTo(reason)) return;
  else if (reason.status === 503) unreachable(reason);
  else failed(reason, reason.isUncertain ? schedule : null);
}

// "guest.email" and "guests.0" name the part of the form that has to be corrected.
function pointTo({ field, message }) {
  const name = field.replace(/^guest\./, "").replace(/^guests\..*/, "guests");
  const words = message.replace(`${field}: `, "");
  if (!complain(name, words)) return false;
  focusOn(name);
  announce(words);
  return true;
}

function lapsedAtLast(reason) {
  const { chosen } = get();
  update({ hold: null });
  const again = async () => (await choose(chosen)) && schedule();
  notice({
    tone: "warning", title: reason.message, text: t("Nothing you typed is lost."), isFocused: true,
    actions: [{ label: t("Hold it again and schedule"), call: again }, { label: t("Choose another time"), call: () => update({ page: "times", chosen: null }) }],
  });
}

function unreachable(reason) {
  notice({
    tone: "warning", title: reason.message, text: t("Nothing is booked yet; the time is still held for you."), isFocused: true,
    actions: [{ label: t("Try again"), call: schedule }, { label: t("Other host"), call: () => update({ page: "times" }) }],
  });
}
