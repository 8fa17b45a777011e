// What the org's own logic proposes: taken over when the window opens, and its reason told over the hosts.

import { byId, el, icon, show } from "./dom.js";
import { get } from "./state.js";
import { forType, teamOf } from "./team.js";
import { t } from "./words.js";

// The first team and type of a window.
export function firstTeam(context) {
  const { suggestion } = context;
  const offered = (id) => (context.meeting_types.some((one) => one.id === id) ? id : null);
  const suggestedType = offered(suggestion?.meeting_type);
  const start = {
    suggestion: suggestion ?? null,
    typeId: suggestedType ?? offered(context.default_meeting_type) ?? context.meeting_types[0]?.id ?? null,
    typeLocked: Boolean(suggestedType && suggestion.type_locked),
    main: suggestion ? suggestedMain(suggestion, context) : null,
    additional: (suggestion?.additional ?? []).map(({ host, required, locked }) => ({ id: host, required, locked, suggested: true, from: suggestion.from?.[host] ?? "" })),
    secondPool: null,
  };
  const hosts = new Map(context.hosts.map((one) => [one.id, one]));
  return { ...start, hosts, main: forType(teamOf({ ...start, context, hosts, moving: null })).main };
}

function suggestedMain({ main, main_locked: locked, from }, { sources }) {
  if (!main) return null;
  const marks = { locked: Boolean(locked), suggested: true };
  if (main.host) return { kind: "host", id: main.host, from: from?.[main.host] ?? "", ...marks };
  const members = sources.pools.find((one) => one.id === main.pool)?.members ?? [];
  if (members.length === 1) return { kind: "host", id: members[0], from: "", memberOf: main.pool, ...marks };
  return { kind: "pool", id: main.pool, from: "", ...marks };
}

export function mountSuggestion() {
  const { suggestion } = get().context;
  if (!suggestion || (!suggestion.text && !suggestion.notice)) return;
  const origin = suggestion.source === "flow" ? t("Suggested by the flow {name}", { name: suggestion.name }) : t("Suggested by the rule {name}", { name: suggestion.name });
  show(byId("suggestion"), el("div", { class: "suggestion" },
    suggestion.text && el("p", { class: "suggestion__text" },
      el("span", { class: "suggestion__bulb", role: "img", "aria-label": suggestion.name ? origin : t("Suggestion"), "data-tip": suggestion.name ? origin : t("Suggestion") }, icon("bulb", { own: true })),
      suggestion.text),
    suggestion.notice && el("p", { class: "suggestion__notice" }, icon("info_alt"), el("span", {}, suggestion.notice))));
}
