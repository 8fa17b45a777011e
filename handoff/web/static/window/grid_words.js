// What stands on each block of the grid, for the eye and for a screen reader.

import { el, icon } from "./dom.js";
import { zone } from "./grid_events.js";
import { choose } from "./hold.js";
import { get, host } from "./state.js";
import { dayText, spanText, theLocale, timeText, zoneName } from "./times.js";
import { listed, t } from "./words.js";

export function describe(event) {
  const { slot, busy, nobody } = event.extendedProps;
  if (slot) return free(event.extendedProps);
  if (busy) return taken(event.extendedProps);
  if (nobody) {
    const node = el("span", { class: "block" }, t("No Hosts Available"), el("span", { class: "block__why" }, nobody));
    return { node, label: `${t("No Hosts Available")}: ${nobody}`, isPressable: false };
  }
  return { node: el("span"), label: "", isPressable: false };
}

function free({ slot, isChosen, isStarred }) {
  const { starts_at: start, ends_at: end } = slot;
  const optional = isStarred ? listed(get().additional.filter((one) => !one.required).map((one) => host(one.id).name), theLocale()) : "";
  const label = [
    `${dayText(start, zone())}, ${spanText(start, end, zone())} ${zoneName(start, zone())}`,
    isChosen ? t("chosen") : t("free"), optional && t("{names} free too", { names: optional }),
  ].filter(Boolean).join(", ");
  const node = el("button", {
    type: "button", class: "block block_free", "data-slot": start, "aria-label": label, "aria-pressed": String(isChosen), tabIndex: -1,
    on: { click: (event) => { event.stopPropagation(); choose(slot); } },
  },
    isChosen && icon("check"),
    el("span", { class: "block__long" }, spanText(start, end, zone())),
    el("span", { class: "block__short" }, timeText(start, zone())),
    isStarred && el("span", { class: "block__star" }, icon("favorite")));
  return { node, label, isPressable: true };
}

function taken({ busy, initials, words, name, why }) {
  const label = [`${name}: ${words}`, spanText(busy.starts_at, busy.ends_at, zone()), why && `${t("No Hosts Available")}: ${why}`].filter(Boolean).join(", ");
  const node = el("span", { class: "block" }, el("b", {}, initials), " ", words, why && el("span", { class: "block__why" }, why));
  return { node, label, isPressable: false };
}
