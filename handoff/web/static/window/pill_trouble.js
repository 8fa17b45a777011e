// What is wrong with a host, below the pill: a calendar that nobody can read, or a type that forbids them; and the ways out.

import { openAddHosts } from "./add_hosts.js";
import { change, team } from "./change_team.js";
import { copyText } from "./copy.js";
import { button, el, icon } from "./dom.js";
import { askForTimes } from "./offer.js";
import { toggle } from "./pill_icons.js";
import { get, host, meetingType, update } from "./state.js";
import { showAll } from "./team.js";
import { ownHosts, whyNotRemove, whyNotRequired } from "./team_rules.js";
import { t } from "./words.js";

let asking = ""; // the host for whom the words to send are shown

const small = (label, run, key, props = {}) => button(label, { kind: "base", class: "pill__way", key, ...props, on: { click: run } });

export function stateOf(id) {
  return get().times?.hosts.find((one) => one.id === id) ?? null;
}

export function trouble(place, why) {
  if (why) return forbidden(place, why);
  const answer = stateOf(place.id);
  if (answer?.state === "coming") return el("p", { class: "pill__coming" }, el("span", { class: "spinner", "aria-hidden": "true" }), t("This calendar is still answering."));
  return answer?.state === "unknown" ? unknown(place, answer) : null;
}

function unknown(place, answer) {
  const { id } = place;
  const isReplaceable = !whyNotRemove(team(), id);
  // Nobody asks themselves.
  const isLost = id === get().context.organizer.id ? false : answer.access_lost;
  return el("div", { class: "pill__unknown" },
    icon("warning", { cls: "ic_warning" }),
    el("span", {}, answer.reason || t("This calendar could not be read.")),
    el("div", { class: "pill__ways" },
      small(t("Retry"), () => askForTimes({ isFresh: true }), `retry-${id}`),
      !place.isMain && place.required && !whyNotRequired(team(), id, false) && small(t("Make optional"), () => toggle(id, host(id).name, false), `optional-${id}`),
      isReplaceable && small(t("Replace"), () => openAddHosts({ replacing: id }), `replace-${id}`),
      isLost !== false && small(t("Ask to reconnect"), () => askFor(asking === id ? "" : id), `ask-${id}`, { "aria-expanded": String(asking === id) })),
    asking === id && wordsToSend(id));
}

function askFor(id) {
  asking = id;
  update({ hosts: new Map(get().hosts) });
}

// Nothing is sent from here: the organizer writes in the channel that their colleague reads.
function wordsToSend(id) {
  const words = t("Hello {name}, Handoff cannot read your calendar, so nobody can book a meeting with you. Please open Handoff and connect your calendar again. Thank you, {organizer}", { name: host(id).name, organizer: get().context.organizer.name });
  return el("div", { class: "pill__words-to-send" },
    el("p", { id: `send-${id}` }, words),
    button(t("Copy"), { key: `copy-${id}`, on: { click: () => copyText(words, t("The words for {name} are copied.", { name: host(id).name })) } }));
}

function forbidden(place, why) {
  const type = meetingType();
  const isMain = place.isMain && !place.memberOf;
  const everybody = isMain && type?.possible && (ownHosts(type) ? t("Let {type} choose", { type: type.name }) : t("Anybody of {type}", { type: type.name }));
  return el("div", { class: "pill__out-words" },
    icon("ban"), el("span", {}, t("Left out: {reason}", { reason: why })),
    el("div", { class: "pill__ways" },
      place.isMain === false && !place.required && small(t("Make required"), () => toggle(place.id, host(place.id).name, true), `required-${place.id}`),
      isMain && !whyNotRemove(team(), place.id) && small(t("Replace"), () => openAddHosts({ replacing: place.id }), `replace-${place.id}`),
      everybody && small(everybody, () => change(showAll(team(), { byType: true }), t("All times are shown at which somebody is free.")), `any-${place.id}`)));
}
