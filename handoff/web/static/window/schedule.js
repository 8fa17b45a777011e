// Books what is held: one key per intended booking, so that a second press or a lost answer books nothing twice.

import { saveAddress, wantedAddress } from "./address.js";
import { call } from "./api.js";
import { control } from "./fields.js";
import { correct, reading } from "./form.js";
import { lapsed } from "./hold.js";
import { forget, keyFor } from "./keys.js";
import { announce, dismiss, patiently } from "./notices.js";
import { refused } from "./refusals.js";
import { get, update } from "./state.js";
import { t } from "./words.js";

const unanswered = new Map();

export async function schedule() {
  const { hold, chosen, scheduling, booking } = get();
  if (scheduling || booking) return;
  if (!hold) {
    if (chosen) lapsed();
    return;
  }
  const typed = reading();
  if (!typed) return;
  // The same time with the same people is the same intention, even if the hold had to be taken again.
  const intention = `book ${chosen.starts_at} ${chosen.mark}`;
  update({ scheduling: true });
  dismiss();
  announce(t("Scheduling…"));
  try {
    const answer = await patiently(book(keyFor(intention), { hold_id: hold.id, ...typed }));
    forget(intention);
    const address = wantedAddress();
    update({ scheduling: false, booking: answer.booking, effects: answer.effects ?? [], change: "booked", page: "booked", hold: null });
    if (address) saveAddress(address);
  } catch (reason) {
    update({ scheduling: false });
    if (!reason.field || !pointTo(reason)) refused(reason, schedule);
  }
}

// If an earlier try was done all the same, although its answer got lost, what it sent is what counts.
async function book(key, body) {
  try {
    return await call("POST", "/bookings", { body, key });
  } catch (reason) {
    if (reason.isUncertain && !unanswered.has(key)) unanswered.set(key, body);
    if (reason.field !== "Idempotency-Key" || !unanswered.has(key)) throw reason;
    return call("POST", "/bookings", { body: unanswered.get(key), key });
  }
}

// "guest.email", "answers.<question>" and "guests.0" name the part of the form that has to be corrected.
function pointTo({ field, message }) {
  const name = field.replace(/^guest\./, "").replace(/^guests\..*/, "guests").replace(/^answers\.(\w+).*/, "answer-$1");
  if (!control(name)) return false;
  dismiss();
  correct(new Map([[name, message.replace(`${field}: `, "")]]));
  return true;
}
