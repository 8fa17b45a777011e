// Says why a time is closed, host by host, in the server's words: after a click on it, or when asked by day and time.

import { call } from "./api.js";
import { byId, el, iconButton } from "./dom.js";
import { zone } from "./grid_events.js";
import { announce } from "./notices.js";
import { askingBody, isCurrent } from "./offer.js";
import { get, watch } from "./state.js";
import { shortDayText, timeText } from "./times.js";
import { listed, t } from "./words.js";

const MOST_NAMES = 4;
let shown = null;
let cameFrom = "";

export function mountExplain() {
  watch(["main", "additional", "typeId", "from", "view", "day", "chosen", "page"], () => closePanel());
  addEventListener("keydown", (event) => event.key === "Escape" && closePanel());
}

export async function askWhyClosed(startsAt, event) {
  if (!isCurrent()) return;
  const at = { x: event.clientX, y: event.clientY };
  const { title, nodes, words } = await explanation(startsAt);
  openPanel({ title, at, content: nodes });
  announce(words);
}

// The answer as nodes to show and as words to say; a failed question is an answer as well.
export async function explanation(startsAt) {
  const named = { day: shortDayText(startsAt, zone()), time: timeText(startsAt, zone()) };
  try {
    const { hosts } = await call("POST", "/explanations", { body: { ...askingBody(), starts_at: startsAt } });
    const isOffered = get().times?.slots.some((slot) => Date.parse(slot.starts_at) === Date.parse(startsAt));
    if (isOffered) return told(t("{day}, {time} is free", named), []);
    return told(t("{day}, {time} is closed", named), hosts.filter((one) => one.reasons.length));
  } catch (reason) {
    return { title: t("{day}, {time}", named), nodes: [el("p", {}, reason.message)], words: reason.message };
  }
}

function told(title, closed) {
  const why = grouped(closed);
  const list = why.length > 0 && el("ul", {}, why.map(([name, words]) => el("li", {}, el("b", {}, name), ": ", words)));
  return {
    title, words: `${title}. ${why.map(([name, words]) => t("{name}: {reason}", { name, reason: words })).join(". ")}`,
    nodes: [el("p", { class: "explanation__title" }, title), list].filter(Boolean),
  };
}

// Many members of a pool are closed for the same reason: one line for all of them.
function grouped(closed) {
  const groups = new Map();
  for (const { name, reasons } of closed) {
    const words = reasons.map(({ text }) => text).join(", ");
    groups.set(words, [...(groups.get(words) ?? []), name]);
  }
  return [...groups].map(([words, names]) => {
    const rest = names.length - MOST_NAMES;
    const shownNames = rest > 1 ? [...names.slice(0, MOST_NAMES), t("{n} others", { n: rest })] : names;
    return [listed(shownNames), words];
  });
}

export function closePanel() {
  const hadFocus = shown?.contains(document.activeElement);
  shown?.remove();
  shown = null;
  if (hadFocus && cameFrom) document.querySelector(`[data-key="${cameFrom}"]`)?.focus();
}

export function openPanel({ title, content, at, opener = "" }) {
  closePanel();
  cameFrom = opener;
  const closing = iconButton(t("Close"), "close", { class: "explanation__close", on: { click: closePanel } });
  const head = opener && el("strong", { class: "explanation__title" }, title);
  shown = el("div", { class: "explanation", role: "dialog", "aria-label": title }, closing, head, content);
  const stage = byId("page-times");
  stage.append(shown);
  place(shown, stage.getBoundingClientRect(), at);
}

function place(node, frame, { x, y }) {
  const box = node.getBoundingClientRect();
  node.style.left = `${Math.max(8, Math.min(x - frame.left, frame.width - box.width - 8))}px`;
  node.style.top = `${Math.max(8, Math.min(y - frame.top + 8, frame.height - box.height - 8))}px`;
}
