// Who is free right now: asked for the people on the screen, with the chosen type's duration, and kept for a minute.

import { call } from "./api.js";
import { now } from "./clock.js";
import { el, icon } from "./dom.js";
import { isCurrent } from "./offer.js";
import { get, pool, update, watch } from "./state.js";
import { t } from "./words.js";

const PAUSE = 250;
const FRESH_FOR = 55_000;
const MOST = 60;
const asked = new Map(); // id -> when, for the type of `askedType`
let askedType = null;
let listed = [];
let timer = 0;

export function mountFreeNow() {
  // A host changes their own meetings here, and none of these is moved to now.
  if (get().context.only_own) return;
  watch(["main", "additional", "secondPool", "typeId", "page", "loading"], soon);
  watch(["times"], fromTimes);
  setInterval(soon, FRESH_FOR);
  soon();
}

// The people that Add Hosts lists just now.
export function wantFree(ids) {
  listed = ids;
  soon();
}

export const isFree = (id) => get().free.get(id) === "free";

export function bolt(id) {
  if (!isFree(id)) return null;
  return el("span", { class: "bolt", role: "img", "aria-label": t("free now"), "data-tip": t("Free now") }, icon("bolt", { own: true }));
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
}

// Meet Now's answer is about the same people: they need not be asked for again.
function fromTimes({ times, typeId }) {
  if (!times?.meet_now || !isCurrent()) return;
  startWith(typeId);
  for (const { id, state } of times.hosts) if (state === "known") asked.set(id, now());
}

function startWith(typeId) {
  if (askedType !== typeId) asked.clear();
  askedType = typeId;
}

function wanted() {
  const { main, additional, secondPool } = get();
  const members = [main?.kind === "pool" ? main.id : main?.memberOf, secondPool?.id].filter(Boolean).flatMap((id) => pool(id)?.members ?? []);
  const named = [main?.kind === "host" ? main.id : "", ...additional.map((one) => one.id)];
  return [...new Set([...named, ...listed, ...members])].filter(Boolean).slice(0, MOST);
}

async function ask() {
  const { typeId, page, loading } = get();
  // The calendars are being read for the times already; what they say will be known here, too.
  if (!typeId || document.hidden || page !== "times" || loading === "busy") return;
  startWith(typeId);
  const ids = wanted().filter((id) => !(now() - asked.get(id) < FRESH_FOR));
  if (!ids.length) return;
  ids.forEach((id) => asked.set(id, now()));
  const answer = await call("POST", "/now", { body: { meeting_type: typeId, hosts: ids } }).catch(() => null);
  if (!answer || askedType !== get().typeId) return;
  const free = new Map(get().free);
  for (const [id, { state }] of Object.entries(answer.hosts)) free.set(id, state);
  update({ free });
}
