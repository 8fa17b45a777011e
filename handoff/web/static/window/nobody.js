// Where nobody can be offered though somebody works then, and which of those who have to come stand in the way.

import { now } from "./clock.js";
import { get, host, pool } from "./state.js";
import { span, subtract, union } from "./spans.js";
import { listed, t } from "./words.js";

const MINUTE = 60_000;
const SHORTEST = 15 * MINUTE;

// The stretches inside hours in which nobody can be offered and no busy block is drawn, each with the reason in words.
export function nobody(times, open) {
  const { main, typeId } = times.team;
  if (main.kind === "host") return [];
  const type = get().context.meeting_types.find((one) => one.id === typeId);
  const step = Math.min(type.minutes, type.step || 30) * MINUTE;
  const earliest = Math.ceil((now() + type.notice_minutes * MINUTE) / step) * step;
  const offered = union(times.slots.map(span));
  return subtract(subtract(open, offered), union(times.busy.map(span)))
    .map(([start, end]) => [Math.max(start, earliest), end])
    .filter(([start, end]) => end - start >= SHORTEST)
    .map((one) => ({ span: one, why: whyNobody(times, one).words }));
}

// What stands beside a required host's busy block: whether the pool would have been free.
export function besideBusy(times, block) {
  return times.team.main.kind === "host" ? "" : whyNobody(times, span(block)).beside;
}

// Which of the two keeps a time from being offered: nobody in the pool is free, or somebody who has to be there too.
function whyNobody({ team, blocked }, [start, end]) {
  const within = (blocked ?? []).filter((one) => Date.parse(one.starts_at) < end && Date.parse(one.ends_at) > start);
  const names = [...new Set(within.flatMap((one) => one.hosts))].map((id) => host(id).name);
  return team.main.kind === "anyone" ? ofAnyone(names) : ofPools(team, names);
}

function ofAnyone(names) {
  if (!names.length) return { words: t("nobody is free"), beside: t("nobody else is free either") };
  return { words: t("others are free, {names} not", { names: listed(names) }), beside: t("others are free") };
}

function ofPools({ main, secondPool }, names) {
  const first = pool(main.id)?.name ?? "";
  const second = secondPool && pool(secondPool.id)?.name;
  if (second && !names.length) {
    return { words: t("{pool} or {second}: nobody", { pool: first, second }), beside: t("nobody in {pool} or in {second} either", { pool: first, second }) };
  }
  if (!names.length) return { words: t("nobody in {pool}", { pool: first }), beside: t("nobody in {pool} either", { pool: first }) };
  return { words: t("{pool} is free, {names} not", { pool: first, names: listed(names) }), beside: t("{pool} is free", { pool: first }) };
}
