// What the steps with pills lead to, one case each: [what is true, what is asked for, what is expected].

import {
  addHost, addPool, addSecondPool, asked, backFromAll, forType, promote, remove, replace, setRequired, showAll, takeMember,
} from "/static/window/team.js";
import { whyNotAdd, whyNotAsked, whyNotMember, whyNotPool, whyNotPromote, whyNotRemove } from "/static/window/team_rules.js";
import { someTeam } from "/walks.js";

const host = (id, more = {}) => ({ kind: "host", id, from: "", locked: false, ...more });
const other = (id, more = {}) => ({ id, required: true, from: "", locked: false, ...more });
const type = (name, more) => ({ name, ...more });
const three = () => addHost(addHost(addHost(someTeam(), "ana"), "ben"), "cem");
const two = () => addHost(addHost(someTeam(), "ana"), "ben");
const relaxed = (team, id) => setRequired(team, id, false);

// "ben of east with cem, perhaps ana": what is asked for, in short.
function short(team) {
  const body = asked(team);
  if (!body) return "nobody";
  const { main, additional, second_pool: second } = body;
  const first = main.pool ? `pool ${main.pool}` : main.anyone ? "anyone" : main.member_of ? `${main.host} of ${main.member_of}` : main.host;
  const names = (isRequired) => additional.filter((one) => one.required === isRequired).map((one) => one.host).join(" and ");
  return [first, second && `and pool ${second}`, names(true) && `with ${names(true)}`, names(false) && `perhaps ${names(false)}`].filter(Boolean).join(" ");
}

const STEPS = [
  ["the first host is the main one", () => addHost(someTeam(), "ana"), "ana"],
  ["whoever comes later is required beside them", () => two(), "ana with ben"],
  ["promoting makes the former main host a required one", () => promote(relaxed(two(), "ben"), "ben"), "ben with ana"],
  ["removing the main host promotes the first required one before optional ones", () => remove(relaxed(three(), "ben"), "ana"), "cem perhaps ben"],
  ["with optional hosts only the first of them follows", () => remove(relaxed(two(), "ben"), "ana"), "ben"],
  ["a locked host does not follow", () => remove(someTeam({ main: host("ana"), additional: [other("ben", {locked: true}), other("cem")]}), "ana"), "cem with ben"],
  ["a pool is the main host and the former one is required", () => addPool(addHost(someTeam(), "ana"), "west"), "pool west with ana"],
  ["a pool of one member is that member", () => addPool(someTeam(), "solo"), "eva of solo"],
  ["another pool takes the place of the first", () => addPool(addPool(someTeam(), "east"), "west"), "pool west"],
  ["a member taken by hand is asked for as one", () => takeMember(addPool(someTeam(), "east"), "east", "ben"), "ben of east"],
  ["the whole pool again leaves nobody beside it", () => addPool(takeMember(addPool(someTeam(), "east"), "east", "ben"), "east"), "pool east"],
  ["two pools meet where an admin allows it", () => addSecondPool(addPool(someTeam(), "east"), "west"), "pool east and pool west"],
  ["the second pool follows the first", () => remove(addSecondPool(addPool(someTeam(), "east"), "west"), "east"), "pool west"],
  ["pools shown one by one are not asked for as a whole", () => addPool(someTeam({showsPoolAsOne: false}), "east"), "nobody"],
  ["showing everybody keeps the others and leads back", () => backFromAll(showAll(two())), "ana with ben"],
  ["everybody meets with those beside", () => showAll(two()), "anyone with ben"],
  ["a calendar that can only be read stands beside", () => addHost(addHost(someTeam({readOnly: ["dee"]}), "dee"), "ana"), "ana with dee"],
  ["somebody else in the same place stays optional", () => replace(relaxed(two(), "ben"), "ben", "cem"), "ana perhaps cem"],
  ["a type with one host leaves the others out", () => someTeam({ type: type("One", {additional_hosts: "none"}), main: host("ana"), additional: [other("ben")]}), "ana"],
  ["a type with required hosts leaves optional ones out", () => someTeam({ type: type("Firm", {additional_hosts: "required"}), main: host("ana"), additional: [other("ben", {required: false}), other("cem")]}), "ana with cem"],
  ["a host whom the type forbids is not asked for", () => someTeam({ type: type("Few", {possible: {hosts: ["ben"], pools: []}}), main: host("ana")}), "nobody"],
  ["a time first type starts with everybody", () => forType(someTeam({ type: type("First", {time_first: true})})), "anyone"],
  ["a time first type keeps a chosen host", () => forType(someTeam({ type: type("First", {time_first: true}), main: host("ana")})), "ana"],
];

const REASONS = [
  [() => whyNotRemove(someTeam({ main: host("ana", {locked: true})}), "ana"), "Locked by your admin"],
  [() => whyNotPool(someTeam({ main: host("ana", {locked: true})}), "east"), "The main host is locked"],
  [() => whyNotAdd(someTeam({ main: host("ana", {locked: true}), mayAdd: false}), "ben"), "allows no further hosts"],
  [() => whyNotAdd(someTeam({ main: host("ana"), mayAdd: false}), "ben"), ""],
  [() => whyNotPromote(addHost(addPool(someTeam(), "east"), "dee"), "dee"), "The pool is the main"],
  [() => whyNotMember(someTeam({ main: {kind: "pool", id: "east"}, additional: [other("ben")]}), "ben"), "Already an additional host"],
  [() => whyNotPromote(someTeam({readOnly: ["ben"], main: host("ana"), additional: [other("ben")]}), "ben"), "can only be read"],
  [() => whyNotAsked(addPool(someTeam({showsPoolAsOne: false}), "east")), "east: Choose one of its"],
  [() => whyNotAdd(someTeam({moving: {id: "b"}}), "ben"), "A new time keeps the meeting's hosts"],
];

export function failedSteps() {
  return STEPS.map(([name, step, expected]) => [name, short(step()), expected]).filter(([, found, expected]) => found !== expected);
}

// An empty expectation means that the step is allowed; otherwise the sentence says at least this.
export function failedReasons() {
  const told = REASONS.map(([ask, words]) => [String(ask), ask(), words]);
  return told.filter(([, found, words]) => (words ? !found.includes(words) : found !== ""));
}
