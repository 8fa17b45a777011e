// Add Hosts: the four sources, each user with where they come from, the greyed ones with the reason.

import { announce } from "./notices.js";
import { byId, button, el, icon, show } from "./dom.js";
import { mountSearch } from "./search.js";
import { get, host, update, watch } from "./state.js";
import { change, team as now } from "./change_team.js";
import { addHost, addPool, has, remove } from "./team.js";
import { city, timeText } from "./times.js";
import { nowIso } from "./clock.js";
import { initialsOf, t } from "./words.js";

let isOpen = false;
let source = "";
let search = null;

export function mountAddHosts() {
  search = mountSearch(option);
  watch(["main", "additional", "hosts"], render);
  render();
}

export function openAddHosts() {
  isOpen = true;
  source ||= sources().find((one) => one.count > 0)?.id ?? "search";
  render();
  byId("add-hosts").querySelector("[aria-expanded='true'].source__head, .source__head")?.focus();
}

function close() {
  isOpen = false;
  render();
  byId("add-hosts").querySelector("button")?.focus();
}

function sources() {
  const { record, related, pools } = get().context.sources;
  const label = get().context.record.object_label;
  return [
    { id: "record", title: t("User on {object}", { object: label }), count: record.length, body: () => users(record, t("No user field of this record can be used.")) },
    ...relatedObjects(related).map(([object, list]) => ({
      id: `related-${object}`, title: t("User on {object}", { object }), count: list.length, body: () => users(list, ""),
    })),
    { id: "pools", title: t("Round Robin Pool"), count: pools.length, body: () => poolList(pools) },
    { id: "search", title: t("Specific User"), count: null, body: () => [search.node] },
  ];
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
  const trigger = el("button", {
    type: "button", class: "add", key: "add-hosts", "aria-expanded": String(isOpen), "aria-controls": "add-hosts-panel",
    on: { click: () => (isOpen ? close() : openAddHosts()) },
  }, icon(isOpen ? "chevronup" : "add"), isOpen ? t("Close Add Hosts") : t("Add Hosts"));
  const panel = isOpen && el("div", {
    class: "sources", id: "add-hosts-panel", role: "group", "aria-label": t("Add Hosts"),
    on: { keydown: (event) => { if (event.key === "Escape") { event.stopPropagation(); close(); } } },
  }, sources().map(section));
  show(byId("add-hosts"), trigger, panel);
  search.refresh();
}

function section({ id, title, count, body }) {
  const open = source === id;
  return el("section", { class: "source" },
    el("h3", {}, el("button", {
      type: "button", class: "source__head", key: `source-${id}`, "aria-expanded": String(open),
      on: { click: () => { source = open ? "" : id; render(); if (id === "search" && !open) search.focus(); } },
    }, icon(open ? "chevrondown" : "chevronright"), el("span", { class: "source__title" }, title),
    count !== null && el("span", { class: "count" }, String(count)))),
    open && el("div", { class: "source__body" }, body()));
}

function users(list, none) {
  if (!list.length) return [el("p", { class: "source__none" }, none)];
  return [el("ul", { class: "options" }, list.map(({ host_id: id, label, name, reason }) => {
    const known = id ? host(id) : null;
    return option({ id, name: name || known?.name || t("Nobody"), line: label, from: label, zone: known?.zone, reason });
  }))];
}

function poolList(pools) {
  if (!pools.length) return [el("p", { class: "source__none" }, t("No pools are set up."))];
  const chosen = get().main?.kind === "pool" ? get().main.id : "";
  return [el("label", { class: "source__label", for: "pool-choice" }, t("Choose the pool")),
    el("div", { class: "slds-select_container" }, el("select", {
      class: "slds-select", id: "pool-choice", key: "pool-choice",
      on: { change: (event) => event.target.value && takePool(event.target.value) },
    }, el("option", { value: "" }, t("Select a pool")), pools.map((one) => poolOption(one, chosen))))];
}

function poolOption(one, chosen) {
  const words = one.reason || t(one.members.length === 1 ? "1 member" : "{n} members", { n: one.members.length });
  const node = el("option", { value: one.id, disabled: Boolean(one.reason) }, `${one.name} · ${words}`);
  node.selected = one.id === chosen;
  return node;
}

function takePool(id) {
  const { context } = get();
  const { name } = context.sources.pools.find((one) => one.id === id);
  change(addPool(now(), id), t("Pool {name} is the main host now.", { name }));
  close();
}

// One user that can be added, or a greyed one with the reason; used by the search as well.
function option({ id, name, line, from, zone, reason, matched }) {
  const team = now();
  const isIn = Boolean(id) && has(team, id);
  const words = [line, zone && `${city(zone)} ${timeText(nowIso(), zone)}`.replace(/\s/g, "\u00a0")].filter(Boolean).join(" · ");
  return el("li", {}, el("button", {
    type: "button", class: `option ${reason ? "option_out" : ""}`, key: `option-${from}-${id || name}`,
    "aria-disabled": reason ? "true" : null, "aria-pressed": reason ? null : String(isIn),
    on: { click: () => (reason ? announce(`${name}: ${reason}`) : toggle({ id, name, from: from === undefined ? "" : from, zone, isIn })) },
  },
  el("span", { class: "option__initials", "aria-hidden": "true" }, initialsOf(name)),
  el("span", { class: "option__words" },
    el("span", { class: "option__name" }, matched ?? name),
    words && el("span", { class: "option__line" }, words),
    reason && el("span", { class: "option__reason" }, reason)),
  isIn && icon("check", { cls: "option__check" })));
}

function toggle({ id, name, from, zone, isIn }) {
  const team = now();
  if (!get().hosts.has(id)) {
    update({ hosts: new Map(get().hosts).set(id, { id, name, title: "", zone: zone ?? "", initials: initialsOf(name), reason: "" }) });
  }
  change(isIn ? remove(team, id) : addHost(now(), id, sourceWords(id, from)), isIn ? t("{name} was removed.", { name }) : t("{name} was added.", { name }));
}

// All fields that name the same user, wherever the person was picked from a record.
function sourceWords(id, from) {
  if (!from) return "";
  const { record, related } = get().context.sources;
  const labels = [...record, ...related].filter((one) => one.host_id === id).map((one) => one.label);
  return [...new Set(labels)].join(", ");
}

export function addButton() {
  return button(t("Add a host"), { kind: "brand", on: { click: openAddHosts } });
}
