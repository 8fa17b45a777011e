// One user that can be added, or a greyed one with the reason: in the lists of Add Hosts and among what was searched.

import { nowIso } from "./clock.js";
import { change, team } from "./change_team.js";
import { el, icon } from "./dom.js";
import { bolt } from "./free_now.js";
import { announce } from "./notices.js";
import { get, host, update } from "./state.js";
import { addHost, has, remove, replace } from "./team.js";
import { whyNotAdd, whyNotRemove, whyNotReplace } from "./team_rules.js";
import { city, timeText } from "./times.js";
import { initialsOf, t } from "./words.js";

let replacing = "";

export const whoIsReplaced = () => replacing;

export function replaceWith(id) {
  replacing = id;
}

// Why somebody cannot be chosen now: themselves, or by the rules of pills.
function whyGreyed(id, reason, isIn) {
  if (reason) return reason;
  if (isIn) return replacing ? t("Takes part already") : whyNotRemove(team(), id);
  return replacing ? whyNotReplace(team(), replacing, id) : whyNotAdd(team(), id);
}

// What a row says and does; `id` is empty where a field names nobody.
export function optionOf({ id, name, title = "", from = "", zone = "", reason = "", initials = "" }) {
  const isIn = Boolean(id) && has(team(), id);
  const why = whyGreyed(id, reason, isIn);
  const source = from ? t("from {source}", { source: from }) : title;
  const time = zone && `${city(zone)} ${timeText(nowIso(), zone)}`.replace(/\s/g, "\u00a0");
  const run = () => (why ? announce(t("{name}: {reason}", { name, reason: why })) : toggle({ id, name, from, title, zone, isIn, initials }));
  return { id, name, isIn, why, run, source, time, initials: initials || initialsOf(name) };
}

// `shown` may mark in a text what was searched for.
export function optionContent({ id, name, why, source, time, initials, isIn }, shown = (text) => text) {
  return [
    el("span", { class: "option__initials", "aria-hidden": "true" }, initials),
    el("span", { class: "option__words" },
      el("span", { class: "option__name" }, shown(name), !why && id && bolt(id)),
      (source || time) && el("span", { class: "option__line" }, source && shown(source), source && time && " · ", time),
      why && el("span", { class: "option__reason" }, why)),
    isIn && icon("check", { cls: "option__check" }),
  ];
}

export function optionButton(given) {
  const one = optionOf(given);
  return el("li", {}, el("button", {
    type: "button", class: `option ${one.why ? "option_out" : ""}`, key: `option-${given.from ?? ""}-${one.id || one.name}`,
    "aria-disabled": one.why ? "true" : null, "aria-pressed": one.why ? null : String(one.isIn), on: { click: one.run },
  }, optionContent(one)));
}

function toggle({ id, name, from, title, zone, isIn, initials }) {
  const { hosts } = get();
  if (!hosts.has(id)) update({ hosts: new Map(hosts).set(id, { id, name, title, zone, initials: initials || initialsOf(name), reason: "" }) });
  const before = team();
  if (replacing) return putInPlace(before, { id, name, from });
  if (isIn) return change(remove(before, id), t("{name} was removed.", { name }));
  const next = addHost(before, id, allFields(id, from));
  return change(next, next.main?.id === id ? t("{name} was added as the main host.", { name }) : t("{name} was added as a required host.", { name }));
}

function putInPlace(before, { id, name, from }) {
  const former = host(replacing).name;
  const next = replace(before, replacing, id, allFields(id, from));
  replacing = "";
  change(next, t("{name} takes the place of {former}.", { name, former }));
}

// All fields that name the same user, wherever the person was picked from a record.
function allFields(id, from) {
  if (!from) return "";
  const { record, related } = get().context.sources;
  const labels = [...record, ...related].filter((one) => one.host_id === id).map((one) => one.label);
  return [...new Set(labels)].join(", ");
}
