// The two lists of the settings dialog: what is wrong with which record, and whose meetings need somebody else.

import { el, icon } from "./dom.js";
import { zone } from "./grid_events.js";
import { whenWords } from "./meeting_words.js";
import { t } from "./words.js";

const KINDS = {
  Handoff_Meeting_Type__c: () => t("Meeting Type"),
  Handoff_Question__c: () => t("Question"),
  Handoff_Type_Host__c: () => t("Possible host"),
  Handoff_Pool__c: () => t("Pool"),
  Handoff_Pool_Member__c: () => t("Pool Member"),
  Handoff_Host__c: () => t("Host"),
  Handoff_Leave__c: () => t("Leave"),
  Handoff_Suggestion_Rule__c: () => t("Suggestion Rule"),
  Handoff_Object_Setting__mdt: () => t("Object Setting"),
  Handoff_Settings__c: () => t("Switches"),
  User: () => t("User"),
};
const REASONS = {
  inactive: () => t("is no longer an active user"),
  not_permitted: () => t("does not hold the permission set Handoff Host"),
  no_host: () => t("is no longer a Handoff Host"),
};

export function problems(all) {
  return part("settings-problems", t("Problems"), all.length, all.length
    ? el("ul", { class: "settings__list" }, all.map(problem))
    : fine(t("Nothing is wrong with the settings.")));
}

export function departed(all) {
  return part("settings-departed", t("Hosts who left"), all.length, all.length
    ? el("ul", { class: "settings__list" }, all.map(host))
    : fine(t("Nobody has left while meetings are ahead.")));
}

function part(id, title, count, content) {
  return el("section", { class: "settings__part", "aria-labelledby": id },
    el("h3", { class: "settings__part-title", id }, title, count > 0 && el("span", { class: "count" }, String(count))), content);
}

const fine = (words) => el("p", { class: "settings__fine" }, icon("check"), words);

function problem({ words, object, record_name: name, url }) {
  const kind = KINDS[object]?.() ?? object;
  return el("li", { class: "settings__item" }, icon("warning", { cls: "ic_warning" }),
    el("div", { class: "settings__what" },
      (name || kind) && el("p", { class: "settings__where" }, name ? link(name, url) : null, kind && el("span", { class: "settings__kind" }, kind)),
      el("p", {}, words)));
}

function host({ host: { name, url }, reason, bookings }) {
  return el("li", { class: "settings__item" }, icon("resource_absence", { cls: "ic_warning" }),
    el("div", { class: "settings__what" },
      el("p", { class: "settings__where" }, link(name, url), el("span", { class: "settings__kind" }, REASONS[reason]?.() ?? "")),
      el("ul", { class: "settings__meetings" }, bookings.map((one) => el("li", {}, whenWords(one, zone()), el("span", { class: "settings__kind" }, [one.meeting_type, one.record_name].filter(Boolean).join(" · ")))))));
}

function link(words, url) {
  if (!url) return el("strong", {}, words);
  return el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, words, icon("new_window", { cls: "settings__new" }), el("span", { class: "slds-assistive-text" }, t("(opens in Salesforce)")));
}
