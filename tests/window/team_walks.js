// Walks of random steps through the rules of pills; returns what was broken, and how often each step was taken.

import {
  addHost, addPool, addSecondPool, asked, backFromAll, forType, has, promote, remove, replace, setRequired, showAll, takeMember,
} from "/static/window/team.js";
import {
  forbidden, isPooled, whyNotAdd, whyNotMember, whyNotPool, whyNotPromote, whyNotRemove, whyNotReplace, whyNotRequired, whyNotShowAll,
} from "/static/window/team_rules.js";

const PEOPLE = ["ana", "ben", "cem", "dee", "eva"];
const POOLS = { east: ["ana", "ben", "cem"], west: ["dee", "eva"], solo: ["eva"] };
const TYPES = [
  null,
  { id: "any", name: "Any", additional_hosts: "any" },
  { id: "one", name: "One", additional_hosts: "none" },
  { id: "firm", name: "Firm", additional_hosts: "required" },
  { id: "first", name: "First", additional_hosts: "any", time_first: true },
  { id: "few", name: "Few", additional_hosts: "any", possible: { hosts: ["ana"], pools: ["west"] }, host_rule: "organizer" },
  { id: "own", name: "Own", additional_hosts: "any", possible: { hosts: ["ana"], pools: [] }, host_rule: "fewest" },
];

function randomly(seed) {
  let state = seed;
  return (count) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * count);
  };
}

export function someTeam({ type = TYPES[1], main = null, additional = [], secondPool = null, readOnly = [], showsPoolAsOne = true, mayAdd = true, moving = null } = {}) {
  return {
    main, additional, secondPool, moving,
    rules: { type, isReadOnly: (id) => readOnly.includes(id), nameOf: (id) => id, members: (id) => POOLS[id] ?? [], showsPoolAsOne, mayAdd },
  };
}

const STEPS = {
  addHost: [(team, id) => addHost(team, id), (team, id) => whyNotAdd(team, id) || (has(team, id) ? "in" : "")],
  addPool: [(team, id, pool) => addPool(team, pool), (team, id, pool) => whyNotPool(team, pool)],
  addSecondPool: [(team, id, pool) => addSecondPool(team, pool), (team, id, pool) => whyNotPool(team, pool, { isSecond: true })],
  takeMember: [(team, id, pool) => (POOLS[pool].includes(id) ? takeMember(team, pool, id) : team), (team, id) => whyNotMember(team, id)],
  remove: [(team, id) => remove(team, id), (team, id) => whyNotRemove(team, id)],
  removePool: [(team, id, pool) => remove(team, pool), (team, id, pool) => whyNotRemove(team, pool)],
  promote: [(team, id) => promote(team, id), (team, id) => whyNotPromote(team, id)],
  require: [(team, id) => setRequired(team, id, true), (team, id) => whyNotRequired(team, id, true)],
  relax: [(team, id) => setRequired(team, id, false), (team, id) => whyNotRequired(team, id, false)],
  replace: [(team, id, pool, other) => replace(team, id, other), (team, id, pool, other) => (has(team, id) ? whyNotReplace(team, id, other) : "")],
  showAll: [(team) => showAll(team), (team) => whyNotShowAll(team)],
  backFromAll: [(team) => backFromAll(team), () => ""],
};

function broken(before, after, name, why) {
  const wrongs = [];
  const people = [after.main?.kind === "host" && after.main.id, ...after.additional.map((one) => one.id)].filter(Boolean);
  if (new Set(people).size !== people.length) wrongs.push("somebody is in twice");
  if (why && after !== before) wrongs.push("a refused step changed something");
  if (after.main?.kind === "host" && before.main?.id !== after.main.id && after.rules.isReadOnly(after.main.id)) wrongs.push("a calendar that can only be read became the main one");
  for (const one of before.additional.filter(({ locked }) => locked)) {
    if (!after.additional.includes(one)) wrongs.push("a locked additional host changed");
  }
  if (before.main?.locked && (after.main?.id !== before.main.id || !after.main.locked)) wrongs.push("a locked main host changed");
  if (isPooled(before) && name === "promote" && after !== before) wrongs.push("promoted beside a pool");
  return [...wrongs, ...wrongAsking(after)];
}

function wrongAsking(team) {
  const out = forbidden(team);
  const body = asked(team);
  const isOut = !team.main || out.has(team.main.kind === "anyone" ? "anyone" : team.main.id);
  if ((body === null) !== isOut) return ["asked with nobody, or not asked with somebody"];
  if (!body) return [];
  const named = team.additional.filter((one) => !out.has(one.id)).map((one) => one.id);
  return JSON.stringify(body.additional.map((one) => one.host)) === JSON.stringify(named) ? [] : ["asked with others than those shown"];
}

function aStart(random) {
  const isLocked = random(4) === 0;
  const ids = [...PEOPLE].sort(() => random(3) - 1);
  const additional = ids.slice(1, 1 + random(3)).map((id) => ({ id, required: random(2) === 0, from: "", locked: random(4) === 0, suggested: true }));
  const main = random(4) ? { kind: "host", id: ids[0], from: "", locked: isLocked, suggested: true } : null;
  const members = random(2) === 0;
  return someTeam({ type: TYPES[random(TYPES.length)], main, additional: main ? additional : [], readOnly: ["dee"].slice(random(2)).filter((id) => main?.id !== id), showsPoolAsOne: members, mayAdd: random(4) > 0 });
}

export function walk(seeds, steps) {
  const wrongs = new Set();
  const taken = {};
  for (let seed = 1; seed <= seeds; seed += 1) {
    const random = randomly(seed);
    let team = aStart(random);
    for (let n = 0; n < steps; n += 1) {
      const name = Object.keys(STEPS)[random(Object.keys(STEPS).length)];
      const chosen = [PEOPLE[random(5)], Object.keys(POOLS)[random(3)], PEOPLE[random(5)]];
      const why = STEPS[name][1](team, ...chosen);
      const next = STEPS[name][0](team, ...chosen);
      broken(team, next, name, why).forEach((words) => wrongs.add(`${words} (${name}, seed ${seed}, step ${n})`));
      if (next !== team) taken[name] = (taken[name] ?? 0) + 1;
      team = random(9) ? next : forType({ ...next, rules: { ...next.rules, type: TYPES[random(TYPES.length)] } });
    }
  }
  return { wrongs: [...wrongs].slice(0, 10), taken };
}
