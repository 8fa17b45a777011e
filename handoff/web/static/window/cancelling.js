// Asks on the page why a meeting is cancelled, then cancels it, with one key per wish.

import { call } from "./api.js";
import { button, el } from "./dom.js";
import { forget, keyFor } from "./keys.js";
import { announce, dismiss, failed } from "./notices.js";
import { get, update } from "./state.js";
import { t } from "./words.js";

const LONGEST = 255;

// A form in place of the button that opened it; `keep` puts that button back.
export function cancelForm(booking, keep) {
  const id = `reason-${booking.id}`;
  const reason = el("input", { type: "text", class: "slds-input", id, autocomplete: "off", maxlength: String(LONGEST), key: id, "aria-describedby": `${id}-hint` });
  const act = button(t("Cancel the meeting"), { kind: "destructive", type: "submit", key: `${id}-go` });
  const form = el("form", { class: "cancelling", "aria-label": t("Cancel {title}", { title: booking.title }), on: { submit: send, keydown: leaveOnEscape } },
    el("label", { class: "field__label", for: id }, t("Why is it cancelled?")), reason,
    el("p", { class: "field__hint", id: `${id}-hint` }, hint()),
    el("div", { class: "cancelling__actions" }, button(t("Keep the meeting"), { key: `${id}-keep`, on: { click: keep } }), act));

  async function send(event) {
    event.preventDefault();
    act.disabled = true;
    announce(t("Cancelling…"));
    if (!(await cancel(booking, reason.value.trim()))) act.disabled = false;
  }

  function leaveOnEscape(event) {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    keep();
  }

  return { form, focus: () => reason.focus() };
}

function hint() {
  return get().context.only_own
    ? t("Everybody invited is told that it is cancelled. The reason is for the hosts, the organizer and Salesforce only.")
    : t("Everybody invited is told that it is cancelled. The reason is for the hosts, for you and for Salesforce only.");
}

async function cancel(booking, reason) {
  const intention = `cancel ${booking.id} ${reason}`;
  dismiss();
  try {
    const answer = await call("POST", `/bookings/${booking.id}/cancellation`, { body: { reason }, key: keyFor(intention) });
    forget(intention);
    update({ booking: answer.booking, effects: answer.effects ?? [], change: "cancelled", page: "booked", hold: null, chosen: null });
    return true;
  } catch (failure) {
    failed(failure, failure.isUncertain ? () => cancel(booking, reason) : null);
    return false;
  }
}
