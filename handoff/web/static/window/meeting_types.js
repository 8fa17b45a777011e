// The list of Meeting Types at the bottom left, with View Meeting Details; another type greys whom it forbids.

import { change, team } from "./change_team.js";
import { byId, el, icon, show } from "./dom.js";
import { meetingDetails, PLATFORMS } from "./meeting_details.js";
import { get, meetingType, update, watch } from "./state.js";
import { forType } from "./team.js";
import { forbidden } from "./team_rules.js";
import { lasting, listed, t } from "./words.js";

let isOpen = false;

export { PLATFORMS };

export function mountMeetingTypes() {
  watch(["typeId", "moving", "hosts"], render);
  render();
}

function render() {
  const types = get().context.meeting_types;
  show(byId("meeting-types"),
    el("h2", { class: "side__title", id: "types-title" }, el("label", { for: "meeting-type" }, t("Meeting Type"))),
    types.length ? choice(types) : el("p", { class: "types__none" }, t("No meeting type is offered on this record.")),
    types.length > 0 && meetingType() && el("p", { class: "types__line" }, inShort(meetingType())),
    types.length > 0 && el("button", {
      type: "button", class: "slds-button slds-button_base types__link", key: "type-details", "aria-expanded": String(isOpen), "aria-controls": isOpen ? "type-details" : null,
      on: { click: () => { isOpen = !isOpen; render(); byId("meeting-types").scrollIntoView({ block: "end" }); } },
    }, isOpen ? t("Hide Meeting Details") : t("View Meeting Details")),
    isOpen && meetingType() && meetingDetails(meetingType()),
    hidden());
}

function choice(types) {
  const { typeLocked, moving, typeId } = get();
  const why = typeLocked ? t("Locked by your admin's suggestion") : moving ? t("A new time keeps the meeting's type") : "";
  const list = el("select", {
    class: "slds-select", id: "meeting-type", key: "meeting-type", disabled: Boolean(why), "aria-describedby": why ? "types-why" : null,
    on: { change: (event) => choose(event.target.value) },
  }, types.map((type) => el("option", { value: type.id }, `${type.name} · ${lasting(type.minutes)}`)));
  list.value = typeId;
  return [
    el("div", { class: "slds-select_container" }, list),
    why && el("p", { class: "types__locked", id: "types-why" }, icon("lock"), why),
  ].filter(Boolean);
}

function choose(id) {
  update({ typeId: id });
  const next = forType(team());
  change(next, said(next));
}

// Nobody is removed: who is left out stays as a greyed pill and is named.
function said(next) {
  const { name } = next.rules.type;
  const names = [...forbidden(next).keys()].map((id) => next.rules.nameOf(id));
  if (!names.length) return t("Meeting type {type}.", { type: name });
  return t("Meeting type {type}. Left out: {names}.", { type: name, names: listed(names) });
}

function inShort(type) {
  const parts = [
    lasting(type.minutes),
    (type.buffer_before || type.buffer_after) && t("{n} min buffers", { n: type.buffer_before + type.buffer_after }),
    type.notice_minutes && t("{notice} notice", { notice: lasting(type.notice_minutes) }),
  ];
  return parts.filter(Boolean).join(" · ");
}

function hidden() {
  const types = get().context.hidden_types;
  if (!types?.length) return null;
  return el("details", { class: "types__hidden" },
    el("summary", {}, types.length === 1 ? t("1 type is not offered here") : t("{n} types are not offered here", { n: types.length })),
    el("ul", {}, types.map(({ name, reason }) => el("li", {}, el("strong", {}, name), el("span", { class: "types__why" }, reason)))));
}
