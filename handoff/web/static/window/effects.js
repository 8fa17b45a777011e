// Each thing the booking owes another service, its state in words, asked for again until all is settled.

import { call } from "./api.js";
import { button, el, icon } from "./dom.js";
import { zone } from "./grid_events.js";
import { announce, failed } from "./notices.js";
import { get, update } from "./state.js";
import { timeWithSeconds } from "./times.js";
import { t } from "./words.js";

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 8000;
const OPEN = new Set(["owed", "claimed"]);
let turn = 0;

export function isSettled(booking, effects) {
  return effects.length > 0 && effects.every((one) => one.state === "done" || one.state === "cancelled") && booking.link_state !== "pending";
}

export const isMoving = (booking, effects) => !effects.length || booking.link_state === "pending" || effects.some((one) => OPEN.has(one.state));

export async function followEffects(bookingId) {
  const mine = ++turn;
  let pause = FIRST_PAUSE;
  while (mine === turn) {
    const answer = await call("GET", `/bookings/${bookingId}`).catch(() => null);
    if (mine !== turn) return;
    if (answer) take(answer);
    if (answer && !isMoving(answer.booking, answer.effects)) return;
    await new Promise((resolve) => { setTimeout(resolve, pause); });
    pause = Math.min(pause * 1.25, LONGEST_PAUSE);
  }
}

function take({ booking, effects }) {
  const before = new Map(get().effects.map((one) => [one.id, one.state]));
  const news = effects.filter((one) => before.has(one.id) && before.get(one.id) !== one.state && one.state !== "claimed");
  update({ booking, effects });
  if (news.length) announce(news.map((one) => t("{name}: {reason}", { name: one.label, reason: stateWords(one) })).join(". "));
}

export function stateWords({ state, attempts, of, next_try_at: next }) {
  const words = {
    owed: () => t("waiting"), claimed: () => t("in progress"), done: () => t("done"), cancelled: () => t("not needed any more"),
    unknown: () => t("delivery not confirmed"), given_up: () => attempts === 1 ? t("stopped after 1 try") : t("stopped after {n} tries", { n: attempts }),
  };
  if (state === "owed" && attempts > 0) {
    return next ? t("trying again, {n} of {of}, next at {time}", { n: attempts + 1, of, time: timeWithSeconds(next, zone()) }) : t("trying again, {n} of {of}", { n: attempts + 1, of });
  }
  return (words[state] ?? (() => state))();
}

const GLYPHS = { done: "check", unknown: "warning", given_up: "error", cancelled: "ban", owed: "clock" };

export const canRetry = (effect) => !get().context.only_own && (effect.state === "given_up" || effect.state === "unknown" || isWaitingLong(effect));

// The first pauses are over before anybody could press; from the third on they last half a minute and more.
const isWaitingLong = ({ state, attempts }) => state === "owed" && attempts >= 3;

// `again` is left out where the button stands elsewhere on the page.
export function effectLine(effect, again) {
  const words = effect.kind === "letter" ? t("Send again") : t("Retry");
  const press = (event) => {
    event.target.disabled = true;
    again(effect).catch(failed);
  };
  return line({
    tone: effect.attempts > 0 && effect.state === "owed" ? "retrying" : effect.state,
    glyph: GLYPHS[effect.state], label: effect.label, state: stateWords(effect), note: effect.state === "done" ? "" : effect.error,
    action: again && canRetry(effect) && button(words, { kind: "base", key: `retry-${effect.id}`, on: { click: press } }),
  });
}

export function linkLine({ link, link_state: state }) {
  if (state === "pending") return line({ tone: "claimed", label: t("Meeting link"), state: t("being made") });
  if (!link) return null;
  return line({ tone: "done", glyph: "check", label: t("Meeting link"), state: t("done") });
}

function line({ tone, glyph, label, state, note, action }) {
  return el("li", { class: `effect effect_${tone}` },
    el("span", { class: "effect__mark", "aria-hidden": "true" }, glyph ? icon(glyph) : el("span", { class: "spinner" })),
    el("span", { class: "effect__label" }, label), el("span", { class: "effect__state" }, state),
    note && el("span", { class: "effect__note" }, note), action);
}
