// Who takes part: the rules of pills as pure steps; a step that is not allowed returns the team as it was.

import {
  canBeMain, forbidden, ownHosts, pillId, whyNotAdd, whyNotMember, whyNotPool, whyNotPromote, whyNotRemove, whyNotReplace, whyNotRequired,
  whyNotShowAll,
} from "./team_rules.js";

// A team is {main, additional, secondPool, moving, rules}; the rules are what it is judged by:
// {type, isReadOnly(id), nameOf(id), members(pool id), showsPoolAsOne, mayAdd}.
export function teamOf({ main, additional, secondPool, moving, context, hosts, suggestion, typeId }) {
  const pools = context.sources.pools;
  return {
    main, additional, secondPool: secondPool ?? null, moving: moving ?? null,
    rules: {
      type: context.meeting_types.find((one) => one.id === typeId) ?? null,
      isReadOnly: (id) => Boolean(hosts.get(id)?.read_only),
      nameOf: (id) => hosts.get(id)?.name ?? pools.find((one) => one.id === id)?.name ?? id,
      members: (id) => pools.find((one) => one.id === id)?.members ?? [],
      showsPoolAsOne: context.settings.show_all_pool_members !== false,
      mayAdd: suggestion?.may_add_hosts !== false,
    },
  };
}

const asMain = ({ id, from = "", suggested = false, memberOf = "" }) => ({ kind: "host", id, from, locked: false, suggested, memberOf });
const asAdditional = ({ id, from = "", suggested = false }) => ({ id, required: true, from, locked: false, suggested });

export function has(team, id) {
  return (team.main?.kind === "host" && team.main.id === id) || team.additional.some((one) => one.id === id);
}

// The first host is the main one; whoever comes later is required beside them.
export function addHost(team, id, from = "") {
  if (has(team, id) || whyNotAdd(team, id)) return team;
  if (!team.main && canBeMain(team, id)) return { ...team, main: asMain({ id, from }) };
  return { ...team, additional: [...team.additional, asAdditional({ id, from })] };
}

// A pool is always the main host: whoever was main becomes a required additional host.
export function addPool(team, id) {
  if (whyNotPool(team, id)) return team;
  const { main, secondPool } = team;
  const members = team.rules.members(id);
  const only = members.length === 1 ? asMain({ id: members[0], memberOf: id }) : null;
  const isMoved = main?.kind === "host" && !main.memberOf && main.id !== only?.id;
  return {
    ...team, main: only ?? { kind: "pool", id, from: "", locked: false, suggested: false },
    additional: [...(isMoved ? [asAdditional(main)] : []), ...team.additional], secondPool: secondPool?.id === id ? null : secondPool,
  };
}

export function addSecondPool(team, id) {
  if (whyNotPool(team, id, { isSecond: true })) return team;
  return { ...team, secondPool: { id, locked: false, suggested: false } };
}

// One member of a pool instead of whose turn it is.
export function takeMember(team, poolId, id) {
  if (whyNotMember(team, id)) return team;
  const { locked = false, suggested = false } = team.main?.id === poolId ? team.main : {};
  return { ...team, main: { ...asMain({ id, memberOf: poolId, suggested }), locked } };
}

export function remove(team, id) {
  if (whyNotRemove(team, id)) return team;
  if (team.secondPool?.id === id) return { ...team, secondPool: null };
  if (team.main?.id !== id) return { ...team, additional: team.additional.filter((one) => one.id !== id) };
  return succeeded(team);
}

// Who follows a main host that leaves: the second pool, else the first required host, else the first optional one.
function succeeded(team) {
  const { secondPool: second, additional } = team;
  if (second) return { ...team, main: { kind: "pool", id: second.id, from: "", locked: second.locked, suggested: second.suggested }, secondPool: null };
  const able = additional.filter((one) => !one.locked && canBeMain(team, one.id));
  const next = able.find((one) => one.required) ?? able[0];
  if (!next) return { ...team, main: null };
  return { ...team, main: asMain(next), additional: additional.filter((one) => one !== next) };
}

export function promote(team, id) {
  const next = team.additional.find((one) => one.id === id);
  if (!next || whyNotPromote(team, id)) return team;
  const former = team.main?.kind === "host" ? [asAdditional(team.main)] : [];
  return { ...team, main: asMain(next), additional: [...former, ...team.additional.filter((one) => one.id !== id)] };
}

export function setRequired(team, id, required) {
  if (whyNotRequired(team, id, required)) return team;
  return { ...team, additional: team.additional.map((one) => (one.id === id ? { ...one, required } : one)) };
}

// Somebody else in the same place: main stays main, optional stays optional.
export function replace(team, id, other, from = "") {
  if (has(team, other) || whyNotReplace(team, id, other)) return team;
  if (team.main?.kind === "host" && team.main.id === id) return { ...team, main: asMain({ id: other, from }) };
  return { ...team, additional: team.additional.map((one) => (one.id === id ? { ...asAdditional({ id: other, from }), required: one.required } : one)) };
}

// Show all user availability: the time first, whoever is free then; the way back is remembered.
export function showAll(team, { byType = false } = {}) {
  if (team.main?.kind === "anyone" || whyNotShowAll(team)) return team;
  const before = { main: team.main, secondPool: team.secondPool };
  return { ...team, main: { kind: "anyone", id: "", from: "", locked: false, suggested: false, byType, before }, secondPool: null };
}

export function backFromAll(team) {
  if (team.main?.kind !== "anyone") return team;
  const { main, secondPool } = team.main.before ?? { main: null, secondPool: null };
  const isTaken = main?.kind === "host" && team.additional.some((one) => one.id === main.id);
  return { ...team, main: isTaken ? null : main, secondPool };
}

// What another meeting type changes by itself: Time First types, and those that choose their host, start with everybody.
export function forType(team) {
  const wantsAll = Boolean(team.rules.type?.time_first) || ownHosts(team.rules.type);
  if (wantsAll) return team.main ? team : showAll(team, { byType: true });
  return team.main?.byType ? backFromAll(team) : team;
}

// What the server is asked with, of a team or of the whole state: without hosts that the type forbids; null if
// no main host can be asked for.
export function asked(given) {
  const team = given.rules ? given : teamOf(given);
  const out = forbidden(team);
  if (!team.main || out.has(pillId(team.main))) return null;
  const additional = team.additional.filter((one) => !out.has(one.id)).map(({ id, required }) => ({ host: id, required }));
  const second = team.secondPool && !out.has(team.secondPool.id) ? { second_pool: team.secondPool.id } : {};
  return { main: askedMain(team.main), additional, ...second, ...(team.moving ? { moving: team.moving.id } : {}) };
}

function askedMain({ kind, id, memberOf }) {
  if (kind === "pool") return { pool: id };
  if (kind === "anyone") return { anyone: true };
  return memberOf ? { host: id, member_of: memberOf } : { host: id };
}

// The same team and type get the same mark.
export function mark(given) {
  const team = given.rules ? given : teamOf(given);
  return JSON.stringify([team.rules.type?.id, asked(team)]);
}
