// Add Hosts: the four sources, each user with where they come from, the greyed ones with the reason.

import { team } from "./change_team.js";
import { byId, button, el, icon, iconButton, show } from "./dom.js";
import { wantFree } from "./free_now.js";
import { optionButton, replaceWith, whoIsReplaced } from "./options.js";
import { poolLists } from "./pool_source.js";
import { mountSearch } from "./search.js";
import { get, host, watch } from "./state.js";
import { whyNoneToAdd } from "./team_rules.js";
import { t } from "./words.js";

let isOpen = false;
let source = "";
let search = null;

export function mountAddHosts() {
  // A host's own meeting keeps its hosts.
  if (get().context.only_own) return;
  search = mountSearch();
  watch(["main", "additional", "secondPool", "hosts", "typeId", "moving", "free"], () => {
    if (isOpen && !whoIsReplaced() && whyNoneToAdd(team())) isOpen = false;
    // What is being typed is left alone: only the list below it changes.
    if (isOpen && source === "search") search.refresh();
    else render();
  });
  render();
}

export function openAddHosts({ replacing = "" } = {}) {
  if (!replacing && whyNoneToAdd(team())) return render();
  replaceWith(replacing);
  isOpen = true;
  source = replacing ? "search" : source || (sources().find((one) => one.count > 0)?.id ?? "search");
  render();
  if (source === "search") search.focus();
  else byId("add-hosts").querySelector("[aria-expanded='true'].source__head, .source__head")?.focus();
  return byId("add-hosts").scrollIntoView({ block: "nearest" });
}

function close() {
  isOpen = false;
  replaceWith("");
  wantFree([]);
  render();
  byId("add-hosts").querySelector("button")?.focus();
}

function sources() {
  const { record, related, pools } = get().context.sources;
  const label = get().context.record.object_label;
  return [
    { id: "record", title: t("User on {object}", { object: label }), count: record.length, list: record, body: () => users(record) },
    ...relatedObjects(related).map(([object, list]) => ({
      id: `related-${object}`, title: t("User on {object}", { object }), count: list.length, list, body: () => users(list),
    })),
    !whoIsReplaced() && { id: "pools", title: t("Round Robin Pool"), count: pools.length, body: () => poolLists(close) },
    { id: "search", title: t("Specific User"), count: null, body: () => [search.node] },
  ].filter(Boolean);
}

// One source per related object, under its own label: "Account.OwnerId" and "Account.CSM__c" stand together.
function relatedObjects(related) {
  const groups = new Map();
  for (const one of related) {
    groups.set(one.object_label, [...(groups.get(one.object_label) ?? []), one]);
  }
  return [...groups];
}

function render() {
  const why = whyNoneToAdd(team());
  const isOff = Boolean(why) && !isOpen;
  const trigger = el("button", {
    type: "button", class: `add ${isOff ? "add_off" : ""}`, key: "add-hosts", "aria-expanded": String(isOpen), "aria-controls": isOpen ? "add-hosts-panel" : null,
    "aria-disabled": isOff ? "true" : null, "aria-describedby": isOff ? "add-hosts-why" : null,
    on: { click: () => (isOpen ? close() : openAddHosts()) },
  }, icon(isOff ? "lock" : isOpen ? "chevronup" : "add"), isOpen ? t("Close Add Hosts") : t("Add Hosts"));
  show(byId("add-hosts"), trigger, isOff && el("p", { class: "add__why", id: "add-hosts-why" }, why), isOpen && panel());
  if (isOpen && source === "search") search.refresh();
}

function panel() {
  return el("div", {
    class: "sources", id: "add-hosts-panel", role: "group", "aria-label": t("Add Hosts"),
    on: { keydown: (event) => { if (event.key === "Escape") { event.stopPropagation(); close(); } } },
  }, replacement(), sources().map(section));
}

function replacement() {
  if (!whoIsReplaced()) return null;
  return el("p", { class: "sources__replacing" },
    el("span", {}, t("Choose who replaces {name}.", { name: host(whoIsReplaced()).name })), iconButton(t("Replace nobody"), "close", { on: { click: close } }));
}

function section({ id, title, count, list, body }) {
  const open = source === id;
  if (open && list) wantFree(list.filter((one) => !one.reason).map((one) => one.host_id));
  return el("section", { class: "source" },
    el("h3", {}, el("button", {
      type: "button", class: "source__head", key: `source-${id}`, "aria-expanded": String(open),
      on: { click: () => { source = open ? "" : id; render(); if (id === "search" && !open) search.focus(); } },
    }, icon(open ? "chevrondown" : "chevronright"), el("span", { class: "source__title" }, title),
    count !== null && el("span", { class: "count" }, String(count)))),
    open && el("div", { class: "source__body" }, body()));
}

function users(list) {
  if (!list.length) return [el("p", { class: "source__none" }, t("No user field of this record can be used."))];
  return [el("ul", { class: "options" }, list.map(({ host_id: id, label, name, reason }) => {
    const known = id ? host(id) : null;
    return optionButton({ id, name: name || known?.name || t("Nobody"), from: label, zone: known?.zone, initials: known?.initials, reason });
  }))];
}

export function addButton() {
  return button(t("Add a host"), { kind: "brand", on: { click: () => openAddHosts() } });
}
