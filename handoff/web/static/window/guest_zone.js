// The guest's clock, as it was guessed or chosen: the guest says whether it is right, so that letters state one zone only.

import { byId, el, show } from "./dom.js";
import { theGuestZone } from "./meeting_words.js";
import { get, update, watch } from "./state.js";
import { city, zoneName } from "./times.js";
import { nowIso } from "./clock.js";
import { t } from "./words.js";

export function zoneQuestion() {
  watch(["guestZone", "chosen"], render);
  queueMicrotask(render);
  return el("div", { id: "guest-zone" });
}

function render() {
  const guess = theGuestZone();
  const at = get().chosen?.starts_at ?? nowIso();
  if (!guess) {
    show(byId("guest-zone"));
    return;
  }
  const box = el("input", { type: "checkbox", id: "f-zone", name: "zone", key: "zone", checked: Boolean(guess.confirmed), on: { change: (event) => settle(guess, event.target.checked) } });
  const words = t("The guest has confirmed their time zone: {city} ({zone})", { city: city(guess.name), zone: zoneName(at, guess.name) });
  show(byId("guest-zone"), el("div", { class: "check" }, box, el("label", { for: "f-zone" }, words)),
    !guess.confirmed && el("p", { class: "field__hint" }, guess.source ? t("Guessed from {source}. Until it is confirmed, letters state the organizer's zone too.", { source: guess.source }) : t("Until it is confirmed, letters state the organizer's zone too.")));
}

function settle(guess, confirmed) {
  update({ guestZone: { ...guess, confirmed }, confirmedZone: confirmed ? guess.name : "" });
}

export function zoneConfirmed() {
  const guess = theGuestZone();
  return guess ? { zone: guess.name, zone_confirmed: Boolean(guess.confirmed) } : {};
}
