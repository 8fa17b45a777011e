// One line over the grid that is always there: how much is free, what a mark means, which calendars are missing.

import { showAllUsers } from "./change_team.js";
import { button, byId, el, icon, renew } from "./dom.js";
import { initials } from "./grid_words.js";
import { askAfresh } from "./offer.js";
import { get, host, watch } from "./state.js";
import { listed, t } from "./words.js";

export function mountStatusLine() {
  watch(["times", "loading", "main", "from", "moving"], render);
  render(get());
}

function render(state) {
  renew(byId("warnings"), el("div", { class: "status" }, state.times && state.main ? [missing(state), coming(state), free(state), legend(state)] : null, showAll(state)));
}

// Whoever is free, instead of the hosts that were chosen; with nobody chosen the grid itself asks.
function showAll({ main, moving }) {
  if (!main || main.kind === "anyone" || main.locked || moving) return null;
  return button(t("Show all user availability"), { kind: "base", key: "show-all", class: "status__all", on: { click: showAllUsers } });
}

function free({ times: { slots }, loading }) {
  if (loading === "busy") return el("span", { class: "status__free" }, t("Looking for free times…"));
  if (!slots.length) return el("span", { class: "status__free" }, t("No time is free this week."));
  return el("span", { class: "status__free" }, slots.length === 1 ? t("1 time is free this week.") : t("{n} times are free this week.", { n: slots.length }));
}

function legend({ times: { team, slots } }) {
  const optional = team.additional.filter((one) => !one.required).map((one) => one.id);
  if (!optional.length || !slots.some((slot) => slot.all_optional_free)) return null;
  return el("span", { class: "status__legend" }, icon("favorite"), `+ ${initials(optional)}: `, t("{names} free too", { names: listed(optional.map((id) => host(id).name)) }));
}

// Pills say it for each named host; this line says it for a pool, where one lost calendar stops nobody.
function missing({ times }) {
  const lost = times.hosts.filter((one) => one.state === "unknown");
  if (!lost.length) return null;
  const [first] = lost;
  const named = [times.team.main.id, ...times.team.additional.map((one) => one.id)];
  const isOnPills = lost.every((one) => named.includes(one.id));
  const words = lost.length === 1
    ? t("{name}'s calendar is unknown: {reason}", { name: first.name || host(first.id).name, reason: first.reason })
    : t("{n} calendars are unknown; those hosts are left out.", { n: lost.length });
  return el("span", { class: `warning ${isOnPills ? "warning_on-pills" : ""}` }, icon("warning", { cls: "ic_warning" }), el("span", { class: "warning__words", title: words }, words),
    button(t("Retry"), { kind: "base", key: "retry-unknown", on: { click: askAfresh } }));
}

function coming({ times }) {
  const late = times.hosts.filter((one) => one.state === "coming");
  if (!late.length) return null;
  const words = late.length === 1
    ? t("{name}'s calendar is still answering; more times may come.", { name: late[0].name })
    : t("{n} calendars are still answering; more times may come.", { n: late.length });
  return el("span", { class: "warning warning_coming", role: "status" }, el("span", { class: "spinner", "aria-hidden": "true" }), el("span", { class: "warning__words" }, words));
}
