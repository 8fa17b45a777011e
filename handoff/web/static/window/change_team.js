// Puts a changed team into the state and says what changed.

import { announce } from "./notices.js";
import { get, update } from "./state.js";
import { backFromAll, showAll, teamOf } from "./team.js";
import { whyNotAsked, whyNotShowAll } from "./team_rules.js";
import { t } from "./words.js";

export const team = () => teamOf(get());

export function change(next, said) {
  update({ main: next.main, additional: next.additional, secondPool: next.secondPool });
  announce(said);
}

// The time first, then one of the hosts who are free then.
export function showAllUsers() {
  const why = whyNotShowAll(team());
  if (why) announce(why);
  else change(showAll(team()), t("All times are shown at which somebody is free. Choose the time, then the host."));
}

export function backToHosts() {
  const next = backFromAll(team());
  const name = next.main && next.rules.nameOf(next.main.id);
  change(next, name ? t("{name} is the main host again.", { name }) : t("Nobody is chosen yet."));
}

// Why no times are asked for although somebody was chosen.
export const whyNoTimes = () => whyNotAsked(team());
