// A corrected address of the record's person: saved to the record after the booking, if the organizer says so.

import { call } from "./api.js";
import { el } from "./dom.js";
import { notice } from "./notices.js";
import { t } from "./words.js";

let box = null;
let shown = null;
let person = null;
let address = "";

export function addressOffer() {
  box = el("input", { type: "checkbox", id: "f-save-address", name: "save_address" });
  shown = el("div", { class: "check field_address", hidden: true }, box, el("label", { for: "f-save-address" }, t("Save this address to the record")));
  return shown;
}

// Offered while the address typed is another than the one that this person's record has.
export function offerSaving(guest, typed) {
  person = guest;
  address = typed.trim();
  shown.hidden = !guest?.record_id || !address || address.toLowerCase() === (guest.email ?? "").toLowerCase();
}

export function wantedAddress() {
  return !shown.hidden && box.checked ? { record_id: person.record_id, email: address } : null;
}

// After the booking, which does not depend on it: a refusal is said in Salesforce's own words.
export async function saveAddress(wanted) {
  try {
    await call("POST", "/guest-address", { body: wanted });
    notice({ tone: "success", title: t("{address} was saved to the record.", { address: wanted.email }) });
  } catch (reason) {
    notice({
      tone: "warning", title: t("The meeting is booked, but {address} was not saved to the record.", { address: wanted.email }), text: reason.message,
      actions: [{ label: t("Try again"), call: () => saveAddress(wanted) }],
    });
  }
}
