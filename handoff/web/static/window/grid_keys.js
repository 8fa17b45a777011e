// Keys of the grid: one stop for Tab, arrows from one free time to the next, Enter to choose.

import { t } from "./words.js";

const STEPS = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End"]);
let current = "";
let isInside = false;

export function mountGridKeys(root) {
  document.addEventListener("focusin", ({ target }) => {
    isInside = root.contains(target) && Boolean(target.dataset.slot);
    if (isInside) current = target.dataset.slot;
  });
  root.addEventListener("keydown", (event) => {
    if (!event.target.dataset.slot || !STEPS.has(event.key)) return;
    event.preventDefault();
    const to = neighbor(free(root), event.target, event.key);
    if (to) focus(root, to);
  });
}

// After every redraw exactly one free time can be reached with Tab: the last one visited, else the chosen, else the first.
export function settleFocus(root) {
  const slots = free(root);
  const stop = slots.find((node) => node.dataset.slot === current)
    ?? slots.find((node) => node.getAttribute("aria-pressed") === "true") ?? slots[0];
  for (const node of slots) if (node.tabIndex !== (node === stop ? 0 : -1)) node.tabIndex = node === stop ? 0 : -1;
  scrolling(root, !stop);
  const isLost = !document.activeElement || document.activeElement === document.body;
  if (isInside && isLost) stop?.focus({ preventScroll: true });
}

// With nothing to press inside, the scrolled area itself has to be reachable by keyboard.
function scrolling(root, isAlone) {
  const area = root.querySelector(".ec-main");
  area?.setAttribute("aria-label", t("Calendar"));
  if (isAlone) area?.setAttribute("tabindex", "0");
  else area?.removeAttribute("tabindex");
}

function free(root) {
  return [...root.querySelectorAll("[data-slot]")].sort((a, b) => a.dataset.slot.localeCompare(b.dataset.slot));
}

function focus(root, node) {
  for (const one of free(root)) one.tabIndex = -1;
  node.tabIndex = 0;
  node.focus();
}

function neighbor(slots, from, key) {
  const at = slots.indexOf(from);
  if (key === "Home") return slots[0];
  if (key === "End") return slots[slots.length - 1];
  if (key === "ArrowUp") return slots[at - 1];
  if (key === "ArrowDown") return slots[at + 1];
  return beside(slots, from, key === "ArrowRight" ? 1 : -1);
}

// The free time nearest in height in the next column that has one.
function beside(slots, from, direction) {
  const here = from.getBoundingClientRect();
  const away = slots
    .map((node) => ({ node, box: node.getBoundingClientRect() }))
    .filter(({ box }) => direction * (box.left - here.left) > here.width / 2);
  if (!away.length) return null;
  const column = Math.min(...away.map(({ box }) => direction * box.left));
  const near = away.filter(({ box }) => Math.abs(direction * box.left - column) < here.width / 2);
  return near.sort((a, b) => Math.abs(a.box.top - here.top) - Math.abs(b.box.top - here.top))[0].node;
}
