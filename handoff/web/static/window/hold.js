// Keeps the chosen time for this window: takes, extends, replaces and releases the hold.

import { call } from "./api.js";
import { now } from "./clock.js";
import { byId } from "./dom.js";
import { zone } from "./grid_events.js";
import { announce, dismiss, failed, notice } from "./notices.js";
import { askForTimes, askingBody } from "./offer.js";
import { get, update, watch } from "./state.js";
import { mark } from "./team.js";
import { shortDayText, timeText } from "./times.js";
import { t } from "./words.js";

const EXTEND_WHEN_LEFT = 150_000;
const EXTEND_EVERY = 30_000;
let extendedAt = 0;
let turn = 0;

export function mountHold() {
  watch(["main", "additional", "typeId"], releaseIfOther);
  addEventListener("pagehide", () => {
    const { hold, booking } = get();
    if (hold && !booking) call("DELETE", `/holds/${hold.id}`, { keepalive: true }).catch(() => {});
  });
}

export async function choose(slot) {
  const mine = ++turn;
  const { main, additional, typeId, hold: former } = get();
  update({ chosen: { ...slot, mark: mark({ main, additional }, typeId) }, hold: null, holding: true });
  dismiss();
  try {
    const { hold } = await call("POST", "/holds", { body: { ...askingBody(), starts_at: slot.starts_at } });
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
  const { hold } = get();
  if (hold) release(hold);
  update({ chosen: null, hold: null, holding: false });
}

function release(hold) {
  call("DELETE", `/holds/${hold.id}`).catch(() => {
    // An unreleased hold ends by itself within minutes.
  });
}

function releaseIfOther({ chosen, main, additional, typeId, booking }) {
  if (chosen && !booking && chosen.mark !== mark({ main, additional }, typeId)) letGo();
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

export function lapsed() {
  const { chosen } = get();
  update({ hold: null });
  notice({
    tone: "warning", title: t("The time is no longer held for you."), text: t("Nothing you typed is lost."),
    actions: [{ label: t("Hold it again"), call: () => choose(chosen) }, { label: t("Choose another time"), call: () => { letGo(); update({ page: "times" }); askForTimes(); } }],
  });
  byId("bar").querySelector("[data-key='continue']")?.setAttribute("aria-disabled", "true");
}
