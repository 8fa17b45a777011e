// The guest's clock beside the organizer's: guessed, chosen, and confirmed when the guest has said so.

import { nowIso } from "./clock.js";
import { button, el, icon } from "./dom.js";
import { closePanel, openPanel } from "./explain.js";
import { announce } from "./notices.js";
import { get, update } from "./state.js";
import { city, minutesOf, timeElsewhere, timeText, wall, zoneName } from "./times.js";
import { t } from "./words.js";

const DAY_BEGINS = 8 * 60;
const DAY_ENDS = 18 * 60;

export const guestZone = () => get().guestZone;

// The guest's zone where it is another than the organizer's, or nothing.
export function otherZone() {
  const name = guestZone()?.name;
  return name && name !== get().context.organizer.zone ? name : "";
}

// "Tue, Mar 3, 12:00 AM": the guest's time, with its day where that is another.
export function guestTime(iso) {
  const name = otherZone();
  return timeElsewhere(timeText(iso, name), { iso, zone: name, here: get().context.organizer.zone });
}

// Early or late on the guest's clock: outside 8:00 to 18:00.
export function isLateForGuest(startsAt, endsAt) {
  const name = guestZone()?.name;
  if (!name) return false;
  const [start, end] = [wall(startsAt, name), wall(endsAt, name)];
  return minutesOf(start) < DAY_BEGINS || minutesOf(end) > DAY_ENDS || start.slice(0, 10) !== end.slice(0, 10);
}

// What the toolbar says about the guest's zone, with the button that opens the choice.
export function guestZoneLine(at) {
  const guest = guestZone();
  const words = guest && (guest.confirmed ? t("confirmed by the guest") : guest.source && t("from {source}", { source: guest.source }));
  return [
    el("span", { class: "toolbar__guest" },
      guest && el("span", { title: guest.name }, t("Guest in {city} ({zone})", { city: city(guest.name), zone: zoneName(at, guest.name) })),
      button(guest ? t("Change") : t("Choose the guest's zone"), {
        kind: "base", key: "guest-zone", "aria-label": guest ? t("Change or confirm the guest's zone") : null, on: { click: open },
      })),
    words && el("small", { class: "toolbar__source" }, guest.confirmed && icon("check", { cls: "ic_small" }), ` ${words}`),
  ];
}

function open(event) {
  const opener = event.currentTarget.getBoundingClientRect();
  const guest = guestZone();
  const list = el("select", { class: "slds-select", id: "zone-name", required: true, on: { change: tellTime } },
    !guest && el("option", { value: "" }, t("Choose…")), regions(guest?.name));
  list.value = guest?.name ?? "";
  const sure = el("input", { type: "checkbox", id: "zone-sure", checked: Boolean(guest?.confirmed) });
  const said = el("p", { class: "zones__now", "aria-live": "polite" });
  function tellTime() {
    said.textContent = list.value ? t("It is {time} there now.", { time: timeText(nowIso(), list.value) }) : "";
  }
  tellTime();
  openPanel({
    title: t("The guest's time zone"), at: { x: opener.left, y: opener.bottom }, opener: "guest-zone",
    content: el("form", { class: "zones", on: { submit: (pressed) => { pressed.preventDefault(); use(list.value, sure.checked); } } },
      el("label", { for: "zone-name" }, t("Time zone")), el("div", { class: "slds-select_container" }, list), said,
      el("label", { class: "zones__sure" }, sure, t("The guest confirmed it")),
      el("p", { class: "zones__hint" }, t("Until it is confirmed, letters to the guest name both zones.")),
      button(t("Use this zone"), { kind: "brand", type: "submit" })),
  });
  list.focus();
}

// The zones of the world by region: "Europe" holds London, Berlin and so on.
function regions(current) {
  const names = new Set([...Intl.supportedValuesOf("timeZone"), ...(current ? [current] : [])]);
  const groups = Map.groupBy ? Map.groupBy(names, regionOf) : grouped(names);
  return [...groups].map(([region, zones]) => el("optgroup", { label: region }, zones.map((name) => el("option", { value: name }, placeIn(name)))));
}

function grouped(names) {
  const groups = new Map();
  for (const name of names) groups.set(regionOf(name), [...(groups.get(regionOf(name)) ?? []), name]);
  return groups;
}

const regionOf = (name) => name.split("/")[0];
const placeIn = (name) => name.split("/").slice(1).reverse().join(", ").replace(/_/g, " ") || name;

function use(name, confirmed) {
  if (!name) return;
  const known = guestZone();
  const source = known?.name === name ? known.source : t("your choice");
  closePanel();
  update({ guestZone: { name, source, confirmed }, confirmedZone: confirmed ? name : "" });
  announce(confirmed ? t("The guest's zone is {city}, confirmed.", { city: city(name) }) : t("The guest's zone is {city}.", { city: city(name) }));
}
