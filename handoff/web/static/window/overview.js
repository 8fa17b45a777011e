// What has been decided so far, each part with a way to change it.

import { button, el, show } from "./dom.js";
import { openAddHosts } from "./add_hosts.js";
import { zone } from "./grid_events.js";
import { openSide } from "./side.js";
import { get, host, meetingType, pool, update } from "./state.js";
import { city, dayText, spanText, theLocale, timeElsewhere, timeText, zoneName } from "./times.js";
import { lasting, listed, t } from "./words.js";

export function overview(root) {
  const { chosen, context } = get();
  const type = meetingType();
  const guest = context.guest_zone;
  const time = chosen && [
    el("strong", {}, dayText(chosen.starts_at, zone())),
    el("span", {}, `${spanText(chosen.starts_at, chosen.ends_at, zone())} ${zoneName(chosen.starts_at, zone())}`),
    guest && guest.name !== zone() && el("span", { class: "overview__soft" }, t("{time} in {city}", { time: timeElsewhere(timeText(chosen.starts_at, guest.name), { iso: chosen.starts_at, zone: guest.name, here: zone() }), city: city(guest.name) })),
  ];
  show(root,
    el("h3", { class: "side__title" }, t("Overview")),
    part(t("Time"), time, () => update({ page: "times" })),
    part(t("Hosts"), hostLines(), () => { update({ page: "times" }); openSide(); openAddHosts(); }),
    part(t("Meeting Type"), [el("strong", {}, type.name), el("span", {}, lasting(type.minutes))], () => {
      update({ page: "times" });
      openSide();
      document.getElementById("meeting-type").focus();
    }));
}

function hostLines() {
  const { main, additional, hold } = get();
  const first = hold?.host_name ?? host(main.id).name;
  const from = main.kind === "pool" ? t("next in {pool}", { pool: pool(main.id).name }) : t("main host");
  const lines = [el("strong", {}, first), el("span", { class: "overview__soft" }, from)];
  if (hold?.why) lines.push(el("span", { class: "overview__soft" }, hold.why));
  const names = (isRequired) => additional.filter((one) => one.required === isRequired).map((one) => host(one.id).name);
  if (names(true).length) lines.push(el("span", {}, t("with {names}", { names: listed(names(true), theLocale()) })));
  if (names(false).length) lines.push(el("span", { class: "overview__soft" }, t("optional: {names}", { names: listed(names(false), theLocale()) })));
  return lines;
}

function part(title, lines, change) {
  return el("div", { class: "overview__part" },
    el("div", { class: "overview__words" }, el("span", { class: "overview__label" }, title), lines),
    button(t("change"), { kind: "base", "aria-label": t("Change {part}", { part: title }), on: { click: change } }));
}
