// Finds a specific user while typing: a field with a list; arrows, Home, End, Enter and Escape work in it.

import { call } from "./api.js";
import { el, icon } from "./dom.js";
import { matched } from "./folded.js";
import { wantFree } from "./free_now.js";
import { announce } from "./notices.js";
import { optionContent, optionOf } from "./options.js";
import { get, update } from "./state.js";
import { initialsOf, t } from "./words.js";

const PAUSE = 60;
const WATCHED = 20;
const HINT = () => t("Type a name or a title.");

export function mountSearch() {
  let found = [];
  let shown = [];
  let asked = "";
  let at = -1;
  let question = null;
  let timer = 0;
  const input = el("input", {
    type: "search", class: "slds-input search__input", id: "host-search", key: "host-search", autocomplete: "off", spellcheck: "false",
    role: "combobox", "aria-expanded": "false", "aria-controls": "host-found", "aria-autocomplete": "list",
    placeholder: t("Search by name"), maxlength: "80", on: { input: later, keydown: pressed },
  });
  const words = el("p", { class: "search__state" }, HINT());
  const list = el("ul", { class: "options", id: "host-found", role: "listbox", "aria-label": t("Users found"), "aria-multiselectable": "true", hidden: true });
  const node = el("div", { class: "search" },
    el("label", { class: "slds-assistive-text", for: "host-search" }, t("Specific User")),
    el("div", { class: "search__field" }, icon("search"), input), words, list);

  function later() {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  }

  async function ask() {
    question?.abort();
    asked = input.value.trim();
    if (!asked) return settle([], HINT());
    const mine = new AbortController();
    question = mine;
    try {
      const { hosts } = await call("GET", `/hosts?q=${encodeURIComponent(asked)}`, { signal: mine.signal });
      remember(hosts);
      settle(hosts, hosts.length ? "" : t("Nobody is called “{asked}”.", { asked }));
      return announce(hosts.length === 1 ? t("1 user found.") : t("{n} users found.", { n: hosts.length }));
    } catch (reason) {
      return reason.code === "superseded" ? null : settle([], reason.message);
    }
  }

  function settle(hosts, sentence) {
    found = hosts;
    words.textContent = sentence;
    words.hidden = !sentence;
    at = found.findIndex((one) => !one.reason);
    list.scrollTop = 0;
    refresh();
    if (document.activeElement === input) node.scrollIntoView({ block: "nearest" });
    wantFree(found.filter((one) => !one.reason).slice(0, WATCHED).map((one) => one.id));
  }

  function refresh() {
    shown = found.map((one) => optionOf({ ...one, from: "" }));
    list.replaceChildren(...shown.map(row));
    list.hidden = !shown.length;
    input.setAttribute("aria-expanded", String(shown.length > 0));
    if (shown[at]) input.setAttribute("aria-activedescendant", `found-${at}`);
    else input.removeAttribute("aria-activedescendant");
  }

  function row(one, n) {
    const marked = (whole) => el("span", {}, matched(whole, asked).map(([text, isMatch]) => (isMatch ? el("mark", {}, text) : text)));
    return el("li", {
      class: `option ${one.why ? "option_out" : ""} ${n === at ? "option_at" : ""}`, role: "option", id: `found-${n}`,
      "aria-selected": String(one.isIn), "aria-disabled": one.why ? "true" : null,
      on: { mousedown: (event) => event.preventDefault(), click: () => { at = n; take(one); } },
    }, optionContent(one, marked));
  }

  // What was typed stays, selected: the next name replaces it.
  function take(one) {
    one.run();
    refresh();
    input.select();
  }

  function pressed(event) {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: shown.length - 1, PageDown: at + 5, PageUp: at - 5 }[event.key];
    const isCaret = ["Home", "End"].includes(event.key) && (at < 0 || event.shiftKey);
    if (to !== undefined && shown.length && !isCaret) moveTo(Math.min(Math.max(to, 0), shown.length - 1), event);
    else if (event.key === "Enter") enter(event);
    else if (event.key === "Escape" && input.value) clear(event);
  }

  function moveTo(n, event) {
    event.preventDefault();
    at = n;
    refresh();
    list.children[at].scrollIntoView({ block: "nearest" });
  }

  function enter(event) {
    event.preventDefault();
    const one = shown[at];
    if (one?.isIn) announce(t("{name} takes part already.", { name: one.name }));
    else if (one) take(one);
  }

  function clear(event) {
    event.stopPropagation();
    event.preventDefault();
    input.value = "";
    ask();
  }

  return { node, refresh, focus: () => { input.focus(); input.select(); } };
}

function remember(found) {
  const hosts = new Map(get().hosts);
  for (const one of found) if (!one.reason && !hosts.has(one.id)) hosts.set(one.id, { initials: initialsOf(one.name), ...one });
  if (hosts.size !== get().hosts.size) update({ hosts });
}
