// Draws a pool in use: its own pill, then its members as the admin's setting says.

import { nowIso } from "./clock.js";
import { el, icon, iconButton } from "./dom.js";
import { host, pool, update } from "./state.js";
import { remove, teamOf } from "./team.js";
import { city, timeText } from "./times.js";
import { tone } from "./tones.js";
import { initialsOf, t } from "./words.js";

const SHOWN_AT_FIRST = 5;
let isOpen = false;

export function poolPills(state, change) {
  const chosen = pool(state.main.id);
  const showsAll = state.context.settings.show_all_pool_members && chosen.members.length > 1;
  return [
    showsAll && el("h3", { class: "side__title side__title_sub" }, t("All Pool Members")),
    poolPill(state, chosen, change),
    el("h3", { class: "side__title side__title_sub" }, t("Pool Members"), el("span", { class: "count" }, String(chosen.members.length))),
    members(state, chosen),
  ].filter(Boolean);
}

function poolPill(state, chosen, change) {
  const { name } = chosen;
  const kind = chosen.kind === "order" ? t("Round robin in order") : t("Round robin by count");
  return el("div", { class: `pill pill_pool ${tone(chosen.id)}` },
    el("span", { class: "avatar", "aria-hidden": "true" }, icon("people")),
    el("span", { class: "pill__words" }, el("span", { class: "pill__name" }, name), el("span", { class: "pill__line" }, kind)),
    el("span", { class: "pill__actions" },
      el("span", { class: "pill__mark", role: "img", "aria-label": t("Main host"), title: t("The main host is the member whose turn it is") }, icon("crown", { own: true })),
      iconButton(t("Remove pool {name}", { name }), "close", {
        key: `remove-${chosen.id}`,
        on: { click: () => change(remove(teamOf(state), chosen.id), t("Pool {name} was removed.", { name })) },
      })));
}

function members(state, chosen) {
  const shown = isOpen ? chosen.members : chosen.members.slice(0, SHOWN_AT_FIRST);
  const hidden = chosen.members.length - shown.length;
  return el("div", { class: "members" },
    el("ul", { class: "members__list" }, shown.map((id) => member(state, host(id)))),
    (hidden > 0 || isOpen) && chosen.members.length > SHOWN_AT_FIRST && el("button", {
      type: "button", class: "slds-button slds-button_base members__more", key: "members-more", "aria-expanded": String(isOpen),
      on: { click: () => { isOpen = !isOpen; update({ hosts: new Map(state.hosts) }); } },
    }, isOpen ? t("Show fewer") : t("Show {n} more", { n: hidden })));
}

function member(state, who) {
  const answer = state.times?.hosts.find((one) => one.id === who.id);
  const isUnknown = answer?.state === "unknown";
  const time = who.zone ? `${city(who.zone)} ${timeText(nowIso(), who.zone)}` : "";
  const reason = isUnknown ? answer.reason || t("calendar could not be read") : who.reason;
  return el("li", { class: `member ${reason ? "member_out" : ""}` },
    el("span", { class: "member__initials", "aria-hidden": "true" }, who.initials || initialsOf(who.name)),
    el("span", { class: "member__name" }, who.name),
    el("span", { class: "member__line" }, reason || time));
}
