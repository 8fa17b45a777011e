// Draws the chosen hosts as pills: crown, required or optional, remove, where they came from, their time.

import { announce } from "./notices.js";
import { askForTimes } from "./offer.js";
import { nowIso } from "./clock.js";
import { byId, button, el, icon, iconButton, show } from "./dom.js";
import { poolPills } from "./pool_pills.js";
import { get, host, update, watch } from "./state.js";
import { promote, remove, setRequired, teamOf } from "./team.js";
import { whyNotPromote } from "./team_rules.js";
import { city, timeText } from "./times.js";
import { tone } from "./tones.js";
import { initialsOf, t } from "./words.js";

const EVERY_MINUTE = 60_000;

export function mountPills() {
  watch(["main", "additional", "hosts", "times", "loading"], render);
  setInterval(render, EVERY_MINUTE);
  render();
}

function render() {
  const state = get();
  const { main, additional } = state;
  if (!main) {
    show(byId("pills"), el("p", { class: "hosts__none" }, t("Nobody is chosen yet.")));
    return;
  }
  const team = teamOf(state);
  const first = main.kind === "pool" ? poolPills(state, change) : [hostPill(team, { ...main, required: true, isMain: true })];
  show(byId("pills"), first,
    main.kind === "pool" && additional.length > 0 && el("h3", { class: "side__title side__title_sub" }, t("Additional Hosts")),
    el("ul", { class: "pills" }, additional.map((one) => hostPill(team, { ...one, isMain: false }))));
}

function change(next, said) {
  update({ main: next.main, additional: next.additional, secondPool: next.secondPool });
  announce(said);
}

function hostPill(team, place) {
  const who = host(place.id);
  const name = who.name;
  return el(place.isMain ? "div" : "li", { class: `pill ${tone(place.id)}` },
    el("span", { class: "avatar", "aria-hidden": "true" }, who.initials || initialsOf(name)),
    el("span", { class: "pill__words" },
      el("span", { class: "pill__name" }, name),
      lines(who, place).map((words) => el("span", { class: "pill__line" }, words))),
    el("span", { class: "pill__actions" }, crown(team, place, name), person(team, place, name),
      iconButton(t("Remove {name}", { name }), "close", {
        key: `remove-${place.id}`, on: { click: () => change(remove(team, place.id), t("{name} was removed.", { name })) },
      })),
    unknown(team, place));
}

function lines(who, place) {
  const role = [place.from || who.title, !place.isMain && !place.required && t("optional")].filter(Boolean).join(" · ");
  return [role, who.zone && `${city(who.zone)} ${timeText(nowIso(), who.zone)}`].filter(Boolean);
}

function crown(team, place, name) {
  if (place.isMain) {
    return el("span", { class: "pill__mark", role: "img", "aria-label": t("Main host"), title: t("Main host") }, icon("crown", { own: true }));
  }
  if (whyNotPromote(team, place.id)) {
    return el("span", { class: "pill__mark pill__mark_faint", role: "img", "aria-label": t("The pool is the main host"), title: t("The pool is the main host") },
      icon("crown-empty", { own: true }));
  }
  return iconButton(t("Make {name} the main host", { name }), "crown-empty", {
    own: true, key: `crown-${place.id}`,
    on: { click: () => change(promote(team, place.id), t("{name} is the main host now.", { name })) },
  });
}

function person(team, place, name) {
  if (place.isMain) {
    return el("span", { class: "pill__mark", role: "img", "aria-label": t("Required"), title: t("The main host is always required") }, icon("person", { own: true }));
  }
  const label = place.required ? t("{name} is required; make optional", { name }) : t("{name} is optional; make required", { name });
  return iconButton(label, place.required ? "person" : "person-empty", {
    own: true, key: `person-${place.id}`, "aria-pressed": String(place.required),
    on: {
      click: () => change(setRequired(team, place.id, !place.required),
        place.required ? t("{name} is optional now.", { name }) : t("{name} is required now.", { name })),
    },
  });
}

function unknown(team, place) {
  const answer = get().times?.hosts.find((one) => one.id === place.id);
  if (answer?.state !== "unknown") return null;
  return el("div", { class: "pill__unknown" },
    icon("warning", { cls: "ic_warning" }),
    el("span", {}, answer.reason || t("This calendar could not be read.")),
    button(t("Retry"), { kind: "base", key: `retry-${place.id}`, class: "pill__retry", on: { click: askForTimes } }),
    !place.isMain && place.required && button(t("Make optional"), {
      kind: "base", class: "pill__retry", on: { click: () => change(setRequired(team, place.id, false), t("{name} is optional now.", { name: host(place.id).name })) },
    }));
}
