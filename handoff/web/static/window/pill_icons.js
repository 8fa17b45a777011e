// The icons of a pill: crown, person, lightbulb, remove; each with a name, a tooltip and a key.

import { change, team } from "./change_team.js";
import { el, icon, iconButton } from "./dom.js";
import { get } from "./state.js";
import { promote, remove, setRequired } from "./team.js";
import { whyNotPromote, whyNotRemove, whyNotRequired } from "./team_rules.js";
import { t } from "./words.js";

export function mark(words, glyph, { cls = "", tip = words } = {}) {
  return el("span", { class: `pill__mark ${cls}`, role: "img", "aria-label": words, "data-tip": tip }, icon(glyph, { own: true }));
}

// A control that may be out of use: it stays where it is and says why. A host's own meeting keeps its hosts: there is none.
function control(label, glyph, { why, keyName, own = true, run, ...props }) {
  if (get().context.only_own) return null;
  const tip = why || (keyName ? t("{words} ({key})", { words: label, key: keyName }) : label);
  return iconButton(label, glyph, {
    own, "data-tip": tip, "aria-disabled": why ? "true" : null, "aria-description": why || null, "aria-keyshortcuts": keyName || null,
    class: why ? "icon-button_off" : "", on: { click: () => !why && run() }, ...props,
  });
}

export function crown(place, name) {
  if (place.isMain) return mark(t("Main host"), "crown");
  return control(t("Make {name} the main host", { name }), "crown-empty", {
    why: whyNotPromote(team(), place.id), keyName: "C", key: `crown-${place.id}`, run: () => makeMain(place.id, name),
  });
}

export function person(place, name) {
  if (place.isMain) return mark(t("Required"), "person", { tip: t("The main host is always required") });
  const label = place.required ? t("{name} is required; make optional", { name }) : t("{name} is optional; make required", { name });
  return control(label, place.required ? "person" : "person-empty", {
    why: whyNotRequired(team(), place.id, !place.required), keyName: "O", key: `person-${place.id}`, "aria-pressed": String(place.required),
    run: () => toggle(place.id, name, !place.required),
  });
}

export function cross(id, name, label = t("Remove {name}", { name })) {
  return control(label, "close", { own: false, why: whyNotRemove(team(), id), keyName: "Delete", key: `remove-${id}`, run: () => takeOut(id, name) });
}

export function bulb({ suggested, locked }) {
  if (!suggested) return null;
  const words = locked ? t("Locked by your admin's suggestion") : t("Suggested");
  return el("span", { class: "bulb", role: "img", "aria-label": words, "data-tip": words }, icon(locked ? "bulb-lock" : "bulb", { own: true }));
}

export function makeMain(id, name) {
  const before = team();
  if (!whyNotPromote(before, id)) change(promote(before, id), t("{name} is the main host now.", { name }));
}

export function toggle(id, name, required) {
  const before = team();
  if (whyNotRequired(before, id, required)) return;
  change(setRequired(before, id, required), required ? t("{name} is required now.", { name }) : t("{name} is optional now.", { name }));
}

export function takeOut(id, name) {
  const before = team();
  if (whyNotRemove(before, id)) return;
  const next = remove(before, id);
  const heir = before.main?.id === id && next.main ? next.rules.nameOf(next.main.id) : "";
  change(next, heir ? t("{name} was removed; {heir} is the main host now.", { name, heir }) : t("{name} was removed.", { name }));
}
