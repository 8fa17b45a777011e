// The list of Meeting Types at the bottom left, with View Meeting Details.

import { byId, el, show } from "./dom.js";
import { get, meetingType, update, watch } from "./state.js";
import { lasting, t } from "./words.js";

let isOpen = false;

export const PLATFORMS = {
  host_default: () => t("Host's default"),
  google_meet: () => t("Google Meet"),
  microsoft_teams: () => t("Microsoft Teams"),
  personal_link: () => t("Host's personal link"),
  none: () => t("No meeting platform"),
};

export function mountMeetingTypes() {
  watch(["typeId"], render);
  render();
}

function render() {
  const types = get().context.meeting_types;
  show(byId("meeting-types"),
    el("h2", { class: "side__title", id: "types-title" }, el("label", { for: "meeting-type" }, t("Meeting Type"))),
    types.length ? choice(types) : el("p", { class: "types__none" }, t("No meeting type is offered on this record.")),
    hidden(),
    types.length > 0 && el("button", {
      type: "button", class: "slds-button slds-button_base types__link", key: "type-details", "aria-expanded": String(isOpen),
      on: { click: () => { isOpen = !isOpen; render(); } },
    }, isOpen ? t("Hide Meeting Details") : t("View Meeting Details")),
    isOpen && meetingType() && details(meetingType()));
}

function choice(types) {
  const list = el("select", {
    class: "slds-select", id: "meeting-type", key: "meeting-type",
    on: { change: (event) => update({ typeId: event.target.value }) },
  }, types.map((type) => el("option", { value: type.id }, `${type.name} · ${lasting(type.minutes)}`)));
  list.value = get().typeId;
  return el("div", { class: "slds-select_container" }, list);
}

function hidden() {
  const types = get().context.hidden_types;
  if (!types?.length) return null;
  return el("details", { class: "types__hidden" },
    el("summary", {}, t(types.length === 1 ? "1 type is not offered here" : "{n} types are not offered here", { n: types.length })),
    el("ul", {}, types.map(({ name, reason }) => el("li", {}, el("strong", {}, name), `: ${reason}`))));
}

function details(type) {
  const both = type.buffer_before || type.buffer_after;
  const buffers = both ? t("{before} before, {after} after", { before: lasting(type.buffer_before), after: lasting(type.buffer_after) }) : t("none");
  const lines = [
    [t("Duration"), lasting(type.minutes)],
    [t("Buffer time"), buffers],
    [t("Min booking notice"), lasting(type.notice_minutes)],
    [t("Bookable days"), type.bookable || t("The host's working hours")],
    [t("Bookable ahead"), t("{n} days", { n: type.horizon_days })],
    [t("Platform"), (PLATFORMS[type.platform] ?? PLATFORMS.host_default)()],
  ];
  return el("dl", { class: "types__details" }, lines.map(([label, value]) => el("div", {}, el("dt", {}, label), el("dd", {}, value))));
}
