// View Meeting Details: what a type asks of a time, of its hosts and of where they meet.

import { el } from "./dom.js";
import { get } from "./state.js";
import { dateText } from "./times.js";
import { lasting, listed, t } from "./words.js";

export const PLATFORMS = {
  host_default: () => t("Host's default"),
  google_meet: () => t("Google Meet"),
  microsoft_teams: () => t("Microsoft Teams"),
  personal_link: () => t("Host's personal link"),
  none: () => t("No meeting platform"),
};

const BESIDE = {
  none: () => t("None"),
  required: () => t("Required hosts only"),
  any: () => t("Required or optional"),
};

const RULES = {
  in_order: () => t("chosen by the type, in order"),
  fewest: () => t("chosen by the type, the one with the fewest meetings"),
};

export function meetingDetails(type) {
  const lines = [
    [t("Duration"), lasting(type.minutes)],
    [t("Buffer time"), buffers(type)],
    [t("Min booking notice"), lasting(type.notice_minutes)],
    [t("Bookable days"), type.bookable || t("The host's working hours")],
    [t("Horizon"), horizon(type)],
    [t("Platform"), (PLATFORMS[type.platform] ?? PLATFORMS.host_default)()],
    [t("Host"), hosts(type)],
    [t("Additional Hosts"), (BESIDE[type.additional_hosts] ?? BESIDE.any)()],
  ];
  return el("dl", { class: "types__details", id: "type-details" }, lines.map(([label, value]) => el("div", {}, el("dt", {}, label), el("dd", {}, value))));
}

function buffers({ buffer_before: before, buffer_after: after }) {
  if (!before && !after) return t("none");
  return t("{before} before, {after} after", { before: lasting(before), after: lasting(after) });
}

function horizon({ bookable_from: from, bookable_until: until, horizon_days: days }) {
  const day = (date) => dateText(date, { dateStyle: "medium" });
  if (from && until) return t("{first} to {last}", { first: day(from), last: day(until) });
  return days === 1 ? t("1 day ahead") : t("{n} days ahead", { n: days });
}

// Whom the type allows as the main host, where it says so.
function hosts({ possible, host_rule: rule, time_first: isTimeFirst }) {
  const { hosts: known, context } = get();
  const named = (possible?.hosts ?? []).map((id) => known.get(id)?.name).filter(Boolean);
  const pools = (possible?.pools ?? []).map((id) => context.sources.pools.find((one) => one.id === id)?.name).filter(Boolean);
  const all = [...named, ...pools];
  const who = all.length ? listed(all) : possible ? t("Hosts of this type") : t("Any host");
  const how = RULES[rule]?.() ?? (isTimeFirst ? t("chosen after the time") : "");
  return how ? t("{who}, {how}", { who, how }) : who;
}
