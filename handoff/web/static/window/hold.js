// Keeps the chosen time for this window: takes, extends, replaces and releases the hold.

import { call } from "./api.js";
import { now } from "./clock.js";
import { byId } from "./dom.js";
import { zone } from "./grid_events.js";
import { announce, dismiss, failed, notice } from "./notices.js";
import { askForTimes, askQuietly, askingBody, askingMark, isCurrent } from "./offer.js";
import { get, meetingType, update, watch } from "./state.js";
import { shortDayText, timeText } from "./times.js";
import { t } from "./words.js";

const EXTEND_WHEN_LEFT = 150_000;
const EXTEND_EVERY = 30_000;
let extendedAt = 0;
let turn = 0;
let wanted = null;

export function mountHold() {
  watch(["main", "additional", "secondPool", "typeId", "moving"], releaseIfOther);
  watch(["times"], takeWanted);
  addEventListener("pagehide", () => {
    const { hold, booking } = get();
    if (hold && !booking) call("DELETE", `/holds/${hold.id}`, { keepalive: true }).catch(() => {});
  });
}

// A free time was pressed. `host` says who hosts it, where that is the organizer's choice.
export async function choose(slot, host = slot.host || onlyHost(slot)) {
  if (slot.now) return chooseNow(host);
  if (!isCurrent()) {
    wanted = slot;
    announce(t("One moment…"));
    return false;
  }
  if (!host && isOrganizersChoice()) {
    update({ pickHost: slot });
    return false;
  }
  return take({ slot: { ...slot, host }, asking: { starts_at: slot.starts_at } });
}

// A time that was pressed while the answer for other hosts was still to come is taken if it is free with them too.
function takeWanted({ times }) {
  const slot = wanted && isCurrent() && times.slots.find((one) => one.starts_at === wanted.starts_at);
  const isGone = wanted && isCurrent() && !slot;
  if (!slot && !isGone) return;
  wanted = null;
  if (slot) choose(slot);
  else announce(t("This time is not free with these hosts."));
}

// Any host may come: then the organizer names one, unless the type has a rule of its own.
export function isOrganizersChoice() {
  return get().main?.kind === "anyone" && (meetingType()?.host_rule ?? "organizer") === "organizer";
}

const onlyHost = ({ hosts }) => (isOrganizersChoice() && hosts?.length === 1 ? hosts[0] : "");

// Meet Now: the hosts are held from this press on; the meeting starts when it is scheduled.
export async function chooseNow(host = "") {
  const at = new Date(now()).toISOString();
  const isHeld = await take({ slot: { starts_at: at, ends_at: at, now: true, host }, asking: { now: true } });
  if (isHeld) update({ page: "details" });
  return isHeld;
}

async function take({ slot, asking }) {
  const mine = ++turn;
  const { hold: former } = get();
  const team = askingMark();
  update({ chosen: { ...slot, team, mark: slot.host ? `${team} ${slot.host}` : team }, hold: null, holding: true, pickHost: null });
  dismiss();
  try {
    const body = { ...askingBody(), ...asking, ...(slot.host && { host: slot.host }) };
    const { hold } = await call("POST", "/holds", { body });
    if (mine !== turn) {
      release(hold);
      return false;
    }
    update({ hold, holding: false, chosen: { ...get().chosen, starts_at: hold.starts_at, ends_at: hold.ends_at } });
    announce(t("Held for you until {time}.", { time: timeText(hold.expires_at, zone()) }));
    return true;
  } catch (reason) {
    if (mine === turn) lost(reason, slot, former);
    return false;
  }
}

export const leftOf = (hold) => Date.parse(hold.expires_at) - now();

export function letGo() {
  turn += 1;
  wanted = null;
  const { hold } = get();
  if (hold) release(hold);
  update({ chosen: null, hold: null, holding: false });
}

function release(hold) {
  call("DELETE", `/holds/${hold.id}`).catch(() => {
    // An unreleased hold ends by itself within minutes.
  });
}

function releaseIfOther({ chosen, booking }) {
  if (chosen && !booking && chosen.team !== askingMark()) letGo();
}

function lost(reason, slot, former) {
  update({ chosen: null, hold: null, holding: false });
  if (former) release(former);
  if (reason.code === "slot_taken") showTaken(reason);
  else failed(reason, () => choose(slot));
}

// The time is gone: say so, offer the nearest others, keep everything else.
export function showTaken(reason) {
  update({ page: "times", chosen: null, hold: null, holding: false });
  const near = reason.fresh.slice(0, 3);
  notice({
    tone: "warning", title: reason.message, isFocused: true,
    text: near.length ? t("Everything you typed is kept. Free instead:") : t("Everything you typed is kept. Choose another time."),
    actions: near.map((slot) => ({ label: `${shortDayText(slot.starts_at, zone())}, ${timeText(slot.starts_at, zone())}`, call: () => choose(slot) })),
  });
  askForTimes();
}

// Called while the form is used; the server ends it after its own limit.
export async function keepAlive() {
  const { hold, booking } = get();
  if (!hold || booking || leftOf(hold) > EXTEND_WHEN_LEFT || leftOf(hold) <= 0) return;
  if (now() - extendedAt < EXTEND_EVERY) return;
  extendedAt = now();
  const answer = await call("POST", `/holds/${hold.id}/extension`).catch(() => null);
  if (answer && get().hold?.id === hold.id) update({ hold: answer.hold });
}

// Nobody keeps the time any more: said once, with the way to hold it again and with fresh times behind it.
export function lapsed() {
  const { chosen } = get();
  update({ hold: null });
  notice({
    tone: "warning", title: t("The time is no longer held for you."), text: t("Nothing you typed is lost."),
    actions: [{ label: t("Hold it again"), call: () => choose(chosen) }, { label: t("Choose another time"), call: () => { letGo(); update({ page: "times" }); askForTimes(); } }],
  });
  byId("bar").querySelector("[data-key='continue']")?.setAttribute("aria-disabled", "true");
  askQuietly();
}
