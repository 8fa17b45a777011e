// Draws a pool in use: all its members together and each of them, as the admin's setting says.

import { nowIso } from "./clock.js";
import { change, team } from "./change_team.js";
import { el, icon } from "./dom.js";
import { bolt } from "./free_now.js";
import { bulb, cross, mark } from "./pill_icons.js";
import { stopAt } from "./pill_keys.js";
import { stateOf, trouble } from "./pill_trouble.js";
import { get, host, pool, update } from "./state.js";
import { addPool, takeMember } from "./team.js";
import { whyNotMember, whyNotPool } from "./team_rules.js";
import { city, timeText } from "./times.js";
import { tone } from "./tones.js";
import { initialsOf, t } from "./words.js";

const SHOWN_AT_FIRST = 5;
let isOpen = false;

const heading = (words, count) => el("h3", { class: "side__title side__title_sub" }, words, count !== undefined && el("span", { class: "count" }, String(count)));

export function poolPart(state, id, out) {
  const one = pool(id);
  if (!one) return null;
  const showsAll = team().rules.showsPoolAsOne && one.members.length > 1;
  const isWhole = state.main.kind === "pool";
  return [
    showsAll && heading(t("All Pool Members")),
    showsAll && (isWhole ? poolPill(one, state.main, out.get(id)) : wholeAgain(one)),
    heading(t("Pool Members"), one.members.length),
    !showsAll && isWhole && el("p", { class: "members__ask" }, el("span", {}, t("Choose a member of {pool}.", { pool: one.name }), bulb(state.main)), cross(id, one.name, t("Remove pool {name}", { name: one.name }))),
    members(one),
  ].filter(Boolean);
}

// The second pool has a turn of its own; its members are not chosen by hand.
export function secondPart({ secondPool }, out) {
  const one = pool(secondPool.id);
  return one && [heading(t("Second Pool")), poolPill(one, { ...secondPool, isSecond: true }, out.get(one.id))];
}

function poolPill(one, place, why) {
  const { id, name } = one;
  const words = one.kind === "order" ? t("Round robin in order") : t("Round robin by count");
  const role = place.isSecond
    ? mark(t("Required"), "person", { tip: t("Whose turn it is in this pool takes part too") })
    : mark(t("Main host"), "crown", { tip: t("The main host is the member whose turn it is") });
  return el("div", {
    class: `pill pill_pool ${tone(id)} ${why ? "pill_out" : ""}`, role: "group", key: `pill-${id}`, "data-host": id, tabIndex: stopAt(`pill-${id}`),
    "aria-label": [t("Pool {name}", { name }), words, place.suggested && t("suggested"), place.locked && t("locked"), why].filter(Boolean).join(", "),
  },
  el("span", { class: "avatar", "aria-hidden": "true" }, icon("people")),
  el("span", { class: "pill__words" },
    el("span", { class: "pill__name" }, el("span", { class: "pill__who" }, name), bulb(place), one.members.some((member) => get().free.get(member) === "free") && bolt(one.members.find((member) => get().free.get(member) === "free"))),
    el("span", { class: "pill__line" }, words)),
  el("span", { class: "pill__actions" }, role, cross(id, t("Pool {name}", { name }), t("Remove pool {name}", { name }))),
  why && trouble({ id, isMain: !place.isSecond, memberOf: id }, why));
}

// A member was taken by hand: the way back to whose turn it is.
function wholeAgain({ id, name }) {
  const why = whyNotPool(team(), id);
  return el("button", {
    type: "button", class: "whole", key: `whole-${id}`, "aria-disabled": why ? "true" : null, "data-tip": why || t("Whose turn it is, instead of the one chosen"),
    on: { click: () => !why && change(addPool(team(), id), t("Pool {name} is the main host now.", { name })) },
  }, icon("people"), el("span", {}, name));
}

function members({ id, members: ids }) {
  const { main } = get();
  const isFolded = !isOpen && ids.length > SHOWN_AT_FIRST + 1;
  const shown = isFolded ? ids.filter((one, n) => n < SHOWN_AT_FIRST || one === main?.id) : ids;
  const reasons = new Set(ids.map((one) => whyNotMember(team(), one)));
  const forAll = reasons.size === 1 ? [...reasons][0] : "";
  return el("div", { class: "members" },
    forAll && el("p", { class: "members__ask" }, forAll),
    el("ul", { class: "members__list" }, shown.map((one) => member(id, host(one), forAll))),
    ids.length > SHOWN_AT_FIRST + 1 && el("button", {
      type: "button", class: "slds-button slds-button_base members__more", key: "members-more", "aria-expanded": String(isOpen),
      on: { click: () => { isOpen = !isOpen; update({ hosts: new Map(get().hosts) }); } },
    }, isOpen ? t("Show fewer") : t("Show {n} more", { n: ids.length - shown.length })));
}

function member(poolId, who, forAll) {
  const { main } = get();
  const answer = stateOf(who.id);
  const isTaken = main?.memberOf === poolId && main.id === who.id;
  const lost = answer?.state === "unknown" ? answer.reason || t("calendar could not be read") : who.reason;
  const why = whyNotMember(team(), who.id);
  const reason = (why !== forAll && why) || lost;
  const time = who.zone ? `${city(who.zone)} ${timeText(nowIso(), who.zone)}` : "";
  return el("li", {}, el("button", {
    type: "button", class: `member ${why || lost ? "member_out" : ""}`, key: `member-${who.id}`, "aria-pressed": String(isTaken), "aria-disabled": why ? "true" : null,
    "data-tip": why || (isTaken ? t("{name} is chosen instead of whose turn it is", { name: who.name }) : t("Take {name}, whoever's turn it is", { name: who.name })),
    on: { click: () => !why && !isTaken && change(takeMember(team(), poolId, who.id), t("{name} of pool {pool} is the main host now.", { name: who.name, pool: pool(poolId).name })) },
  },
  el("span", { class: "member__initials", "aria-hidden": "true" }, who.initials || initialsOf(who.name)),
  el("span", { class: "member__name" }, who.name, bolt(who.id)),
  el("span", { class: `member__line ${reason ? "member__line_why" : ""}` }, reason || time),
  isTaken && icon("check", { cls: "member__check" })));
}
