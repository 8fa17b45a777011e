// Draws the chosen hosts as pills: who they are, where they came from, their time, their icons, what is wrong.

import { nowIso } from "./clock.js";
import { backToHosts, team } from "./change_team.js";
import { byId, el, icon, iconButton, renew } from "./dom.js";
import { bolt, isFree } from "./free_now.js";
import { bulb, crown, cross, mark, person } from "./pill_icons.js";
import { keysList, mountPillKeys, settlePills, stopAt } from "./pill_keys.js";
import { stateOf, trouble } from "./pill_trouble.js";
import { poolPart, secondPart } from "./pool_pills.js";
import { get, host, meetingType, pool, watch } from "./state.js";
import { forbidden } from "./team_rules.js";
import { city, timeText } from "./times.js";
import { tone } from "./tones.js";
import { initialsOf, t } from "./words.js";

const EVERY_MINUTE = 60_000;

export function mountPills() {
  watch(["main", "additional", "secondPool", "hosts", "typeId", "moving"], render);
  watch(["times", "free"], (state) => toldOf(state) !== told && render());
  setInterval(render, EVERY_MINUTE);
  mountPillKeys(byId("pills"));
  render();
}

// What pills say of an answer: whose calendars are not known, and who is free now.
let told = "";
const toldOf = ({ times, free }) => JSON.stringify([times?.hosts.filter((one) => one.state !== "known") ?? [], [...free].filter(([, now]) => now === "free")]);

function render() {
  const state = get();
  told = toldOf(state);
  const { main, additional, secondPool } = state;
  const now = team();
  const out = forbidden(now);
  const active = document.activeElement;
  const had = byId("pills").contains(active) && (active.closest(".pill")?.dataset.key ?? "none");
  const others = additional.map((one) => el("li", {}, hostPill({ ...one, isMain: false }, out.get(one.id))));
  const isMixed = main && main.kind !== "host" || main?.memberOf || secondPool;
  renew(byId("pills"),
    !main && el("p", { class: "hosts__none" }, additional.length ? t("No main host is chosen.") : t("Nobody is chosen yet.")),
    main && mainPart(main, out),
    secondPool && secondPart(state, out),
    isMixed && others.length > 0 && el("h3", { class: "side__title side__title_sub" }, t("Additional Hosts")),
    others.length > 0 && el("ul", { class: "pills" }, others));
  renew(byId("pill-keys"), (main || others.length > 0) && !state.context.only_own && keysList());
  settlePills(byId("pills"), had);
}

function mainPart(main, out) {
  if (main.kind === "anyone") return anyonePill();
  if (main.kind === "pool") return poolPart(get(), main.id, out);
  const pill = hostPill({ ...main, required: true, isMain: true }, out.get(main.id));
  return main.memberOf && pool(main.memberOf) ? [pill, ...poolPart(get(), main.memberOf, out)] : pill;
}

function hostPill(place, why) {
  const who = host(place.id);
  const name = who.name;
  return el("div", {
    class: `pill ${tone(place.id)} ${why ? "pill_out" : ""}`, role: "group", key: `pill-${place.id}`, "data-host": place.id, tabIndex: stopAt(`pill-${place.id}`),
    "aria-label": spoken(name, place, why),
  },
  el("span", { class: "avatar", "aria-hidden": "true" }, who.initials || initialsOf(name)),
  el("span", { class: "pill__words" },
    el("span", { class: "pill__name" }, el("span", { class: "pill__who" }, name), bulb(place), bolt(place.id)),
    lines(who, place).map((words) => el("span", { class: "pill__line" }, words))),
  el("span", { class: "pill__actions" }, crown(place, name), person(place, name), cross(place.id, name)),
  trouble(place, why));
}

function lines(who, place) {
  const source = place.memberOf ? pool(place.memberOf)?.name : place.from;
  const role = [source ? t("from {source}", { source }) : who.title, !place.isMain && !place.required && t("optional")].filter(Boolean).join(" · ");
  return [role, who.zone && `${city(who.zone)} ${timeText(nowIso(), who.zone)}`].filter(Boolean);
}

function spoken(name, place, why) {
  const isUnknown = stateOf(place.id)?.state === "unknown";
  return [
    name, place.isMain ? t("main host") : place.required ? t("required") : t("optional"),
    place.suggested && t("suggested"), place.locked && t("locked"), isFree(place.id) && t("free now"),
    isUnknown && t("calendar unknown"), why && t("Left out: {reason}", { reason: why }),
  ].filter(Boolean).join(", ");
}

// The time comes first: any host of the type who is free then.
function anyonePill() {
  const { main } = get();
  const type = meetingType();
  const name = type?.possible ? t("Hosts of {type}", { type: type.name }) : main.byType ? t("Time first") : t("All users");
  const line = type?.host_rule && type.host_rule !== "organizer" ? t("{type} chooses the host", { type: type.name }) : t("Choose the time, then the host");
  const before = main.before?.main && team().rules.nameOf(main.before.main.id);
  return el("div", { class: "pill pill_anyone", role: "group", key: "pill-anyone", "data-host": "", tabIndex: stopAt("pill-anyone"), "aria-label": `${name}, ${line}` },
    el("span", { class: "avatar", "aria-hidden": "true" }, icon("people")),
    el("span", { class: "pill__words" },
      el("span", { class: "pill__name" }, el("span", { class: "pill__who" }, name)),
      el("span", { class: "pill__line" }, line)),
    el("span", { class: "pill__actions" },
      mark(t("Main host"), "crown", { tip: t("The main host is whoever is free at the chosen time") }),
      iconButton(before ? t("Back to {name}", { name: before }) : t("Choose a host instead"), "undo", { key: "back-to-hosts", on: { click: backToHosts } })));
}
