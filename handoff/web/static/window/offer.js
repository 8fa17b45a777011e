// Asks the server for the times of the chosen hosts, type and week; only the last question counts.

import { call } from "./api.js";
import { announce } from "./notices.js";
import { get, update, watch } from "./state.js";
import { asked } from "./team.js";
import { t } from "./words.js";

const DAYS = 7;
let question = null;

export function mountOffer() {
  watch(["main", "additional", "typeId", "from"], (state, keys) => {
    if (keys.has("main") || keys.has("typeId")) update({ times: null });
    askForTimes();
  });
}

export function askingBody() {
  const { main, additional, typeId } = get();
  return { meeting_type: typeId, ...asked({ main, additional }) };
}

export async function askForTimes() {
  question?.abort();
  const { main, typeId, from } = get();
  if (!main || !typeId) {
    update({ times: null, loading: "idle", failure: null });
    return;
  }
  const mine = new AbortController();
  question = mine;
  update({ loading: "busy", failure: null });
  try {
    const times = await call("POST", "/times", { body: { ...askingBody(), from, days: DAYS }, signal: mine.signal });
    if (question !== mine) return;
    update({ times, loading: "ready" });
    announce(summary(times));
  } catch (failure) {
    if (failure.code === "superseded" || question !== mine) return;
    update({ loading: "failed", failure });
    announce(failure.message);
  }
}

function summary(times) {
  if (!times.slots.length) return times.closed_reason || t("No times are free this week.");
  return t(times.slots.length === 1 ? "1 time is free this week." : "{n} times are free this week.", { n: times.slots.length });
}
