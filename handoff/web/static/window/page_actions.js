// The actions at the lower right of every page but the times.

import { done, leave } from "./leaving.js";
import { button, el } from "./dom.js";
import { schedule } from "./schedule.js";
import { update } from "./state.js";
import { bookAnother } from "./upcoming.js";
import { t } from "./words.js";

const ACTIONS = { details, booked, upcoming, stopped };

export function pageActions(state) {
  return ACTIONS[state.page](state);
}

function details({ scheduling, hold }) {
  return [
    button(t("Back"), { key: "back", disabled: scheduling, on: { click: () => update({ page: "times" }) } }),
    button(scheduling ? t("Scheduling…") : t("Schedule"), {
      kind: "brand", key: "schedule", class: "bar__schedule", "aria-disabled": scheduling || !hold ? "true" : null, on: { click: schedule },
    }, scheduling ? el("span", { class: "spinner", "aria-hidden": "true" }) : ""),
  ];
}

function booked() {
  return [button(t("Done"), { kind: "brand", key: "done", on: { click: done } })];
}

function upcoming({ context }) {
  if (context.only_own) return stopped();
  return [
    button(t("Close"), { key: "close", on: { click: leave } }),
    button(t("Book another"), { kind: "brand", key: "book-another", on: { click: bookAnother } }),
  ];
}

function stopped() {
  return [button(t("Close"), { kind: "brand", key: "close", on: { click: leave } })];
}
