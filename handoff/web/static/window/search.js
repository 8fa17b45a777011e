// Finds a specific user while typing; arrows move through what was found.

import { call } from "./api.js";
import { el, icon } from "./dom.js";
import { get, update } from "./state.js";
import { announce } from "./notices.js";
import { initialsOf, t } from "./words.js";

const PAUSE = 120;

export function mountSearch(option) {
  let found = [];
  let asked = "";
  let question = null;
  let timer = 0;
  const input = el("input", {
    type: "search", class: "slds-input search__input", id: "host-search", autocomplete: "off", spellcheck: "false",
    placeholder: t("Search by name"), maxlength: "80", on: { input: later, keydown: arrows },
  });
  const words = el("p", { class: "search__state" }, t("Type at least two letters."));
  const list = el("ul", { class: "options", on: { keydown: arrows } });
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
    if (asked.length < 2) {
      found = [];
      say(t("Type at least two letters."));
      return;
    }
    question = new AbortController();
    try {
      found = (await call("GET", `/hosts?q=${encodeURIComponent(asked)}`, { signal: question.signal })).hosts;
      remember(found);
      say(found.length ? "" : t("Nobody is called “{asked}”.", { asked }));
      announce(t(found.length === 1 ? "1 user found." : "{n} users found.", { n: found.length }));
    } catch (reason) {
      if (reason.code !== "superseded") say(reason.message);
    }
  }

  function say(sentence) {
    words.textContent = sentence;
    words.hidden = !sentence;
    refresh();
  }

  function refresh() {
    const at = [...list.querySelectorAll("button")].indexOf(document.activeElement);
    list.replaceChildren(...found.map((one) => option({
      id: one.id, name: one.name, line: one.title, zone: one.zone, reason: one.reason, from: "", matched: highlighted(one.name, asked),
    })));
    if (at >= 0) list.querySelectorAll("button")[at]?.focus();
  }

  function arrows(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const stops = [input, ...list.querySelectorAll("button")];
    stops[Math.min(Math.max(stops.indexOf(document.activeElement) + step, 0), stops.length - 1)].focus();
  }

  return { node, refresh, focus: () => input.focus() };
}

function remember(found) {
  const hosts = new Map(get().hosts);
  for (const one of found) if (!hosts.has(one.id)) hosts.set(one.id, { initials: initialsOf(one.name), ...one });
  update({ hosts });
}

function highlighted(name, asked) {
  const at = name.toLocaleLowerCase().indexOf(asked.toLocaleLowerCase());
  if (at < 0) return name;
  const end = at + asked.length;
  return el("span", {}, name.slice(0, at), el("mark", {}, name.slice(at, end)), name.slice(end));
}
