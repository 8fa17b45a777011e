// Why a step with a team's pills is not allowed, in words; an empty sentence means that it is.

import { t } from "./words.js";

const LOCKED = () => t("Locked by your admin's suggestion");
const MOVING = () => t("A new time keeps the meeting's hosts");

const place = ({ main, additional, secondPool }, id) =>
  [main, secondPool, ...additional].find((one) => one && one.id === id) ?? null;

// What stands for a place among the pills: "anyone" has no id of its own.
export const pillId = ({ kind, id }) => (kind === "anyone" ? "anyone" : id);

// Whether a pool's turn decides who takes part.
export const isPooled = ({ main, secondPool }) => main?.kind === "pool" || Boolean(secondPool);

const hasLocked = ({ main, additional, secondPool }) => [main, secondPool, ...additional].some((one) => one?.locked);

// Types that choose their host themselves.
export const ownHosts = (type) => Boolean(type?.possible) && Boolean(type.host_rule) && type.host_rule !== "organizer";

// Who hosts is the type's own choice only where nobody was suggested.
function whyNotMain(team, id, { isSuggested = false } = {}) {
  const { type, isReadOnly } = team.rules;
  if (isReadOnly(id)) return t("This calendar can only be read, so its owner can only be an additional host");
  if (!type?.possible) return "";
  if (ownHosts(type) && !isSuggested) return t("{type} chooses its host itself", { type: type.name });
  const isPossible = type.possible.hosts.includes(id) || type.possible.pools.some((one) => team.rules.members(one).includes(id));
  return isPossible ? "" : t("Does not host {type}", { type: type.name });
}

export const canBeMain = (team, id) => !whyNotMain(team, id);

function whyNotPoolOfType({ rules: { type } }, id, { isSuggested = false } = {}) {
  if (!type?.possible) return "";
  if (ownHosts(type) && !isSuggested) return t("{type} chooses its host itself", { type: type.name });
  return type.possible.pools.includes(id) ? "" : t("Does not host {type}", { type: type.name });
}

export function whyNoneBeside({ rules: { type } }) {
  return type?.additional_hosts === "none" ? t("{type} has one host only", { type: type.name }) : "";
}

// Whether anybody may be added at all; with nobody chosen there is nothing to add beside.
export function whyNoneToAdd(team) {
  if (team.moving) return MOVING();
  if (team.main && hasLocked(team) && !team.rules.mayAdd) return t("Your admin's suggestion allows no further hosts");
  return "";
}

// Somebody whose calendar can only be read may stand beside a main host who is still to come.
export function whyNotAdd(team, id) {
  const whyNone = whyNoneToAdd(team);
  if (whyNone || team.main) return whyNone || whyNoneBeside(team);
  return team.rules.isReadOnly(id) && !whyNoneBeside(team) ? "" : whyNotMain(team, id);
}

export function whyNotReplace(team, id, other) {
  const isMain = team.main?.kind === "host" && team.main.id === id;
  return whyNotRemove(team, id) || (isMain ? whyNotMain(team, other) : whyNoneBeside(team));
}

export function whyNotPool(team, id, { isSecond = false } = {}) {
  const { main, additional, secondPool, rules } = team;
  if (team.moving) return MOVING();
  if ((isSecond ? secondPool : main)?.locked) return isSecond ? LOCKED() : t("The main host is locked by your admin's suggestion");
  if (!main || main.kind === "host" || isSecond) {
    const whyNone = whyNoneToAdd(team);
    if (whyNone) return whyNone;
  }
  if (isSecond && main?.kind !== "pool") return t("A second pool stands beside a pool as the main host");
  if (isSecond && main.id === id) return t("Already the main host");
  if (rules.members(id).every((member) => additional.some((one) => one.id === member))) return t("All its members are additional hosts already");
  return isSecond ? whyNoneBeside(team) : whyNotPoolOfType(team, id);
}

export function whyNotMember(team, id) {
  if (team.moving) return MOVING();
  if (team.secondPool) return t("Beside a second pool the turn decides");
  if (team.main?.locked && (team.rules.showsPoolAsOne || team.main.kind === "host")) return LOCKED();
  if (team.additional.some((one) => one.id === id)) return t("Already an additional host");
  return whyNotMain(team, id);
}

export function whyNotRemove(team, id) {
  if (team.moving) return MOVING();
  return place(team, id)?.locked ? LOCKED() : "";
}

export function whyNotPromote(team, id) {
  if (team.moving) return MOVING();
  if (isPooled(team)) return t("The pool is the main host");
  if (place(team, id)?.locked || team.main?.locked) return LOCKED();
  return whyNotMain(team, id);
}

export function whyNotRequired(team, id, required) {
  const { type } = team.rules;
  if (team.moving) return MOVING();
  if (place(team, id)?.locked) return LOCKED();
  return !required && type?.additional_hosts === "required" ? t("{type} takes required hosts only", { type: type.name }) : "";
}

export function whyNotShowAll(team) {
  if (team.moving) return MOVING();
  return team.main?.locked || team.secondPool?.locked ? t("The main host is locked by your admin's suggestion") : "";
}

// Who stays as a greyed pill, and why: id -> sentence. They are left out of what is asked. A meeting that moves keeps its hosts.
export function forbidden(team) {
  const { main, additional, secondPool } = team;
  const out = new Map();
  if (team.moving) return out;
  if (main) grey(out, pillId(main), whyMainIsOut(team));
  if (secondPool) grey(out, secondPool.id, whyNoneBeside(team));
  for (const one of additional) grey(out, one.id, whyNoneBeside(team) || (one.required ? "" : whyNotRequired({ ...team, additional: [] }, one.id, false)));
  return out;
}

function grey(out, id, why) {
  if (why) out.set(id, why);
}

function whyMainIsOut(team) {
  const { main, additional, rules } = team;
  if (main.kind === "anyone") return "";
  if (main.kind === "host") return whyNotMain(team, main.id, { isSuggested: main.suggested });
  if (!rules.showsPoolAsOne) return t("Choose one of its members");
  if (rules.members(main.id).every((id) => additional.some((one) => one.id === id))) return t("All its members are additional hosts already");
  return whyNotPoolOfType(team, main.id, { isSuggested: main.suggested });
}

// Why nothing can be asked although somebody was chosen.
export function whyNotAsked(team) {
  if (!team.main) return "";
  const why = forbidden(team).get(pillId(team.main));
  return why ? t("{name}: {reason}", { name: team.rules.nameOf(team.main.id), reason: why }) : "";
}
