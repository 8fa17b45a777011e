// Chooses the primary guest among the record's people, or Someone else; what was typed for each is kept.

import { el } from "./dom.js";
import { t } from "./words.js";

const SOMEONE_ELSE = "other";
const OF_TYPE = "type";
const NOBODY = { first_name: "", last_name: "", email: "" };

export function guestChooser({ guests, read, write }) {
  const typed = new Map();
  let ofType = null;
  let current = "";

  const list = el("select", { class: "slds-select", id: "f-guest", on: { change } });
  const node = el("div", { class: "field field_guest" },
    el("label", { class: "field__label", for: "f-guest" }, t("Guest")),
    el("div", { class: "slds-select_container" }, list));

  function change(event) {
    event.stopPropagation();
    turnTo(list.value);
  }

  function turnTo(key) {
    if (hasTyped()) typed.set(current, read());
    current = key;
    list.value = key;
    write(typed.get(key) ?? filledIn(key));
  }

  const filledIn = (key) => ({ [SOMEONE_ELSE]: NOBODY, [OF_TYPE]: ofType })[key] ?? guests[Number(key)] ?? NOBODY;
  const hasTyped = () => current && Object.keys(NOBODY).some((name) => read()[name].trim() !== (filledIn(current)[name] ?? ""));

  // The type says where the guest comes from: the record's people, fields of its own, or nowhere.
  function follow(prefill) {
    const isUntouched = !hasTyped();
    ofType = typeof prefill === "object" && prefill && Object.values(prefill).some(Boolean) ? prefill : null;
    list.replaceChildren(
      ...(ofType ? [el("option", { value: OF_TYPE }, words(ofType))] : []),
      ...guests.map((guest, n) => el("option", { value: String(n) }, words(guest))),
      el("option", { value: SOMEONE_ELSE }, t("Someone else")));
    node.hidden = list.options.length < 2;
    const stays = current && !isUntouched && [...list.options].some((one) => one.value === current);
    if (stays) list.value = current;
    else turnTo(prefill === "off" ? SOMEONE_ELSE : list.options[0].value);
  }

  // Whose record the typed person has: a corrected name or address is still the same person.
  function person() {
    const chosen = guests[Number(current)];
    if (chosen) return isStill(chosen, read()) ? chosen : null;
    const address = read().email.trim().toLowerCase();
    return guests.find((one) => address && one.email?.toLowerCase() === address) ?? null;
  }

  return { node, follow, person };
}

// Another name and another address are somebody else.
function isStill(guest, typed) {
  const same = (name) => !guest[name] || guest[name].toLowerCase() === typed[name].trim().toLowerCase();
  return same("email") || (same("first_name") && same("last_name"));
}

function words({ first_name: first, last_name: last, email, role }) {
  const name = `${first ?? ""} ${last ?? ""}`.trim();
  return [name || email || t("Without a name"), role, name && email].filter(Boolean).join(" · ");
}
