// Chooses the primary guest among the record's people, or Someone else; what was typed for each is kept.

import { el } from "./dom.js";
import { get } from "./state.js";
import { t } from "./words.js";

const SOMEONE_ELSE = "other";

export function guestChooser({ read, write }) {
  const { guests } = get().context;
  const typed = new Map(guests.map((guest, n) => [String(n), guest]));
  typed.set(SOMEONE_ELSE, { first_name: "", last_name: "", email: "" });
  let current = guests.length ? "0" : SOMEONE_ELSE;

  const list = el("select", { class: "slds-select", id: "f-guest", on: { change: change } },
    guests.map((guest, n) => el("option", { value: String(n) }, words(guest))),
    el("option", { value: SOMEONE_ELSE }, t("Someone else")));
  const node = el("div", { class: "field field_guest", hidden: guests.length < 1 },
    el("label", { class: "field__label", for: "f-guest" }, t("Guest")),
    el("div", { class: "slds-select_container" }, list));

  function change(event) {
    event.stopPropagation();
    typed.set(current, { ...typed.get(current), ...read() });
    current = list.value;
    write(typed.get(current));
  }

  return {
    node,
    start: () => write(typed.get(current)),
    recordId: () => (isStill(guests[Number(current)], read()) ? guests[Number(current)].record_id : ""),
  };
}

// A corrected name or address is still the same person; another name and another address are somebody else.
function isStill(guest, typed) {
  if (!guest) return false;
  const same = (name) => !guest[name] || guest[name].toLowerCase() === typed[name].trim().toLowerCase();
  return same("email") || (same("first_name") && same("last_name"));
}

function words({ first_name: first, last_name: last, email, role }) {
  const name = `${first} ${last}`.trim();
  return [name || email || t("Without a name"), role, name && email].filter(Boolean).join(" · ");
}
