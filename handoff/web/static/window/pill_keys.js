// The pills by keyboard: arrows between them, C, O and Delete on the one that has the focus; and the list of these keys.

import { byId, el } from "./dom.js";
import { makeMain, takeOut, toggle } from "./pill_icons.js";
import { get, host, pool } from "./state.js";
import { t } from "./words.js";

let atKey = "";
let isListOpen = false;
const STEPS = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };

const pillsOf = (root) => [...root.querySelectorAll(".pill")];

export function mountPillKeys(root) {
  root.addEventListener("keydown", (event) => pressed(event, root));
  root.addEventListener("focusin", ({ target }) => {
    const pill = target.closest(".pill");
    if (pill) settlePills(root, "", pill.dataset.key);
  });
}

// How a pill is drawn: as the one that the Tab key stops at, or not.
export const stopAt = (key) => (key === atKey ? 0 : -1);

// One pill is in the order of the Tab key; who had the focus keeps it, or the pill that took their place gets it.
export function settlePills(root, had, key = atKey) {
  const pills = pillsOf(root);
  const at = pills.find((one) => one.dataset.key === key) ?? pills[0];
  atKey = at?.dataset.key ?? "";
  for (const one of pills) if (one.tabIndex !== stopAt(one.dataset.key)) one.tabIndex = stopAt(one.dataset.key);
  if (!had || document.activeElement !== document.body) return;
  (pills.find((one) => one.dataset.key === had) ?? at ?? byId("add-hosts").querySelector("button"))?.focus({ preventScroll: true });
}

function pressed(event, root) {
  const pill = event.target.closest(".pill");
  if (!pill || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = event.key in STEPS ? () => step(root, pill, STEPS[event.key]) : action(pill, event.key);
  if (!act) return;
  event.preventDefault();
  act();
}

function step(root, pill, by) {
  const pills = pillsOf(root);
  const to = Math.min(Math.max(pills.indexOf(pill) + by, 0), pills.length - 1);
  pills[to].focus();
}

function action({ dataset: { host: id } }, key) {
  if (!id) return null;
  const name = pool(id)?.name ?? host(id).name;
  if (key === "Delete" || key === "Backspace") return () => takeOut(id, name);
  const place = get().additional.find((one) => one.id === id);
  if (!place) return null;
  if (key.toLowerCase() === "c") return () => makeMain(id, name);
  if (key.toLowerCase() === "o") return () => toggle(id, name, !place.required);
  return null;
}

export function keysList() {
  const keys = [
    [["↑", "↓"], t("next and previous host")], [["C"], t("make the main host")], [["O"], t("optional or required")], [["Delete"], t("remove")],
  ];
  const box = el("details", { class: "keys", on: { toggle: (event) => { isListOpen = event.target.open; } } },
    el("summary", { key: "keys" }, t("Keys")),
    el("dl", {}, keys.map(([names, words]) => el("div", {}, el("dt", {}, names.map((name) => el("kbd", {}, name))), el("dd", {}, words)))));
  box.open = isListOpen;
  return box;
}
