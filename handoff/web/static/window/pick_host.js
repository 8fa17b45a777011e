// After a time was chosen first: who of those who are free then hosts the meeting.

import { nowIso } from "./clock.js";
import { el, iconButton } from "./dom.js";
import { zone } from "./grid_events.js";
import { choose } from "./hold.js";
import { host, update, watch } from "./state.js";
import { city, shortDayText, timeText, zoneName } from "./times.js";
import { tone } from "./tones.js";
import { initialsOf, t } from "./words.js";

let dialog = null;

export function mountPickHost() {
  watch(["pickHost"], ({ pickHost }) => (pickHost ? open(pickHost) : dialog?.close()));
}

function open(slot) {
  dialog?.remove();
  const title = slot.now ? t("Who meets now?") : t("Who hosts on {day}, {time} {zone}?", {
    day: shortDayText(slot.starts_at, zone()), time: timeText(slot.starts_at, zone()), zone: zoneName(slot.starts_at, zone()),
  });
  dialog = el("dialog", { class: "pick", "aria-labelledby": "pick-title", on: { close: forget, click: leaveOutside } },
    el("div", { class: "pick__head" },
      el("h2", { class: "pick__title", id: "pick-title" }, title),
      iconButton(t("Close"), "close", { on: { click: () => dialog.close() } })),
    el("p", { class: "pick__count" }, howMany(slot)),
    el("ul", { class: "pick__list" }, slot.hosts.map((id) => el("li", {}, choice(slot, host(id))))));
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector(".pick__host")?.focus();
}

function howMany({ now, hosts: { length: n } }) {
  if (now) return n === 1 ? t("1 host is free now.") : t("{n} hosts are free now.", { n });
  return n === 1 ? t("1 host is free then.") : t("{n} hosts are free then.", { n });
}

function choice(slot, who) {
  const at = slot.now ? nowIso() : slot.starts_at;
  const local = who.zone && t("{time} in {city}", { time: timeText(at, who.zone), city: city(who.zone) });
  return el("button", { type: "button", class: `pick__host ${tone(who.id)}`, on: { click: () => take(slot, who.id) } },
    el("span", { class: "avatar", "aria-hidden": "true" }, who.initials || initialsOf(who.name)),
    el("span", { class: "pick__words" }, el("span", { class: "pick__name" }, who.name), el("small", {}, [who.title, local].filter(Boolean).join(" · "))));
}

// Closed before the hold is taken, so that the focus can go on to the next step.
function take(slot, id) {
  dialog.close();
  choose(slot, id);
}

function forget() {
  dialog.remove();
  update({ pickHost: null });
}

function leaveOutside(event) {
  if (event.target === dialog) dialog.close();
}
