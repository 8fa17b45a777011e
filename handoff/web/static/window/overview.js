// What has been decided so far, each part with a way to change it.

import { openAddHosts } from "./add_hosts.js";
import { button, el, show } from "./dom.js";
import { zone } from "./grid_events.js";
import { theGuestZone } from "./meeting_words.js";
import { openSide } from "./side.js";
import { get, host, meetingType, pool, update } from "./state.js";
import { city, dayText, spanText, timeElsewhere, timeText, zoneName } from "./times.js";
import { lasting, listed, t } from "./words.js";

const words = new Map();

// Built once: a button that is being pressed is never replaced by what the press itself brings about.
export function overviewPanel(toGuests) {
  return el("aside", { class: "details__side", id: "overview", "aria-label": t("Overview") },
    el("h3", { class: "side__title" }, t("Overview")),
    part("time", t("Time"), () => update({ page: "times" })), part("hosts", t("Hosts"), toHosts),
    part("type", t("Meeting Type"), toType), part("guests", t("Guests"), toGuests));
}

export function overview({ guest, guests }) {
  const type = meetingType();
  if (!type) return;
  say("time", timeLines(get()));
  say("hosts", hostLines());
  say("type", [el("strong", {}, type.name), el("span", {}, lasting(type.minutes))]);
  say("guests", guestLines(guest, guests));
}

function toHosts() {
  update({ page: "times" });
  openSide();
  openAddHosts();
}

function toType() {
  update({ page: "times" });
  openSide();
  queueMicrotask(() => document.getElementById("meeting-type")?.focus());
}

function timeLines({ chosen }) {
  if (!chosen) return [el("span", { class: "overview__missing" }, t("Choose a time"))];
  if (chosen.now) return [el("strong", {}, t("Now")), el("span", { class: "overview__soft" }, t("from the next whole minute after Schedule"))];
  const { starts_at: start, ends_at: end } = chosen;
  const guest = theGuestZone();
  const elsewhere = guest && guest.name !== zone()
    && t("{time} in {city}", { time: timeElsewhere(timeText(start, guest.name), { iso: start, zone: guest.name, here: zone() }), city: city(guest.name) });
  return [
    el("strong", {}, dayText(start, zone())), el("span", {}, `${spanText(start, end, zone())} ${zoneName(start, zone())}`),
    elsewhere && el("span", { class: "overview__soft" }, elsewhere),
  ];
}

function hostLines() {
  const { main, additional, hold } = get();
  const names = (isRequired) => additional.filter((one) => one.required === isRequired).map((one) => host(one.id).name);
  const others = [
    names(true).length > 0 && el("span", {}, t("with {names}", { names: listed(names(true)) })),
    names(false).length > 0 && el("span", { class: "overview__soft" }, t("optional: {names}", { names: listed(names(false)) })),
  ];
  return [
    el("strong", {}, hold?.host_name ?? mainName(main)), el("span", { class: "overview__soft" }, role(main)),
    hold?.why && el("span", { class: "overview__soft overview__why" }, hold.why),
    hold?.second && el("span", {}, t("with {names}", { names: hold.second.host_name })),
    hold?.second?.why && el("span", { class: "overview__soft overview__why" }, hold.second.why), ...others,
  ];
}

function mainName(main) {
  const names = { host: () => host(main.id).name, pool: () => pool(main.id)?.name ?? "", anyone: () => t("Whoever is free") };
  return main ? names[main.kind]() : t("Nobody yet");
}

function role(main) {
  if (main?.kind !== "pool") return t("main host");
  return t("next in {pool}", { pool: pool(main.id)?.name ?? "" });
}

function guestLines({ first_name: first, last_name: last, email }, guests) {
  const name = `${first} ${last}`.trim();
  const more = guests.length === 1 ? t("and 1 more guest") : t("and {n} more guests", { n: guests.length });
  return [el("strong", {}, name || email || t("Nobody yet")), name && email && el("span", {}, email), guests.length > 0 && el("span", { class: "overview__soft" }, more)];
}

function part(key, title, change) {
  words.set(key, { title, node: el("div", { class: "overview__words" }) });
  return el("div", { class: "overview__part" }, words.get(key).node,
    button(t("change"), { kind: "base", key: `change-${key}`, "aria-label": t("Change {part}", { part: title }), on: { click: change } }));
}

function say(key, lines) {
  const { title, node } = words.get(key);
  show(node, el("span", { class: "overview__label" }, title), lines);
}
