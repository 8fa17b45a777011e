// Below 900 px the left column becomes a line that opens: it tells who takes part, and what is wrong with them.

import { team } from "./change_team.js";
import { button, byId, el, icon, renew } from "./dom.js";
import { bolt } from "./free_now.js";
import { bulb } from "./pill_icons.js";
import { stateOf } from "./pill_trouble.js";
import { get, host, meetingType, pool, watch } from "./state.js";
import { forbidden } from "./team_rules.js";
import { tone } from "./tones.js";
import { initialsOf, lasting, t } from "./words.js";

const MOST_MARKS = 4;

export function mountSide() {
  byId("side-summary").addEventListener("click", () => setOpen(!isOpen()));
  watch(["main", "additional", "secondPool", "typeId", "page", "times", "free", "hosts"], (state, keys) => {
    if (keys.has("page") && state.page !== "times") setOpen(false);
    render();
  });
  addEventListener("keydown", (event) => event.key === "Escape" && setOpen(false));
  setOpen(get().page === "times" && !get().main);
}

const isOpen = () => document.body.classList.contains("side-open");

// Only a narrow window shows this button: the way from the chosen hosts to their times.
function toTimes() {
  return button(t("Show times"), { kind: "brand", class: "side__to-times", disabled: !get().main, on: { click: () => { closeSide(); byId("side-summary").focus(); } } });
}

export function openSide() {
  setOpen(true);
}

// What is below it is seen from its beginning.
export function closeSide() {
  setOpen(false);
  byId("stage").scrollTop = 0;
}

function setOpen(value) {
  document.body.classList.toggle("side-open", value);
  byId("side-summary").setAttribute("aria-expanded", String(value));
  render();
}

function render() {
  const { main, additional, context } = get();
  const type = meetingType();
  const more = additional.length > 0 && el("span", {}, `+ ${additional.length}`);
  renew(byId("to-times"), toTimes());
  renew(byId("side-summary"),
    el("span", { class: "side__summary-record" }, context.record.name),
    el("span", { class: "side__summary-words" },
      el("span", { class: "side__summary-marks", "aria-hidden": "true" }, marks()),
      main && bulb(main), main?.kind === "host" && bolt(main.id),
      el("span", { class: "side__summary-who" }, main ? nameOf(main) : t("No host yet")), more,
      type && el("span", { class: "side__summary-type" }, `${type.name} · ${lasting(type.minutes)}`)),
    isWrong() && el("span", { class: "side__summary-wrong", role: "img", "aria-label": t("A host needs your attention") }, icon("warning", { cls: "ic_warning" })),
    icon(isOpen() ? "chevronup" : "chevrondown"));
}

function nameOf({ kind, id }) {
  if (kind === "anyone") return t("All users");
  return kind === "pool" ? pool(id).name : host(id).name;
}

function marks() {
  const { main, additional } = get();
  const people = [main?.kind === "host" && { ...main, required: true }, ...additional].filter(Boolean);
  const out = forbidden(team());
  return people.slice(0, MOST_MARKS).map(({ id, required }) => {
    const who = host(id);
    return el("span", { class: `dot ${tone(id)} ${required ? "" : "dot_optional"} ${out.has(id) ? "dot_out" : ""}` }, who.initials || initialsOf(who.name));
  });
}

function isWrong() {
  const { main, additional } = get();
  const required = [main?.kind === "host" && main.id, ...additional.filter((one) => one.required).map((one) => one.id)].filter(Boolean);
  return forbidden(team()).size > 0 || required.some((id) => stateOf(id)?.state === "unknown");
}
