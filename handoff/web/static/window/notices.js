// Says what happened and what to do next: on the screen, and to a screen reader.

import { button, byId, el, icon, iconButton, show } from "./dom.js";
import { reload } from "./around.js";
import { get, update, watch } from "./state.js";
import { t } from "./words.js";

const GLYPHS = { error: "error", warning: "warning", success: "success", plain: "info_alt" };

const SLOW_AFTER = 3000;
let cameFrom = null;

export function announce(sentence) {
  const place = byId("announcer");
  place.textContent = "";
  requestAnimationFrame(() => { place.textContent = sentence; });
}

export function notice({ tone = "plain", title, text = "", actions = [], isFocused = false }) {
  update({ notice: { tone, title, text, actions, isFocused } });
}

export function dismiss() {
  update({ notice: null });
}

// The usual answer to a failed call; `retry` is offered when trying again can help.
export function failed(reason, retry) {
  if (reason.code === "superseded") return;
  const actions = [];
  if (reason.code === "session_over") actions.push({ label: t("Reload"), call: reload });
  else if (retry) actions.push({ label: t("Try again"), call: retry });
  notice({ tone: reason.isUncertain ? "warning" : "error", title: reason.message, actions, isFocused: true });
}

// While an answer is long in coming: that it is, and that nothing has to be done.
export async function patiently(answer) {
  const words = { title: t("The calendars are answering slowly."), text: t("What you typed and the time are kept; this goes on by itself.") };
  const slowly = setTimeout(() => notice(words), SLOW_AFTER);
  try {
    return await answer;
  } finally {
    clearTimeout(slowly);
    if (get().notice?.title === words.title) dismiss();
  }
}

export function mountNotices() {
  watch(["notice"], render);
  addEventListener("offline", () => notice({ tone: "warning", title: t("You are offline."), text: t("What you see may be out of date; nothing you typed is lost.") }));
  addEventListener("online", () => {
    if (get().notice?.title === t("You are offline.")) dismiss();
    announce(t("You are online again."));
  });
}

function render({ notice: shown }) {
  const place = byId("notices");
  const hadFocus = place.contains(document.activeElement);
  if (shown && !hadFocus) cameFrom = document.activeElement;
  show(place, shown && card(shown));
  if (shown) announce(`${shown.title} ${shown.text}`);
  if (shown?.isFocused) place.querySelector("button")?.focus();
  else if (hadFocus && document.activeElement === document.body) giveFocusBack();
}

// To the control that had it, or to the one that was drawn in its place.
function giveFocusBack() {
  const key = cameFrom?.dataset.key;
  const again = cameFrom?.isConnected ? cameFrom : key && document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  (again || byId("window-title")).focus({ preventScroll: true });
}

function card({ tone, title, text, actions }) {
  return el("div", { class: `notice notice_${tone}`, role: tone === "error" ? "alert" : "status" },
    icon(GLYPHS[tone], { cls: "notice__icon" }),
    el("div", { class: "notice__words" }, el("strong", {}, title), text && el("span", {}, ` ${text}`)),
    el("div", { class: "notice__actions" },
      actions.map(({ label, call }) => button(label, { on: { click: () => { dismiss(); call(); } } })),
      iconButton(t("Dismiss"), "close", { on: { click: dismiss } })));
}
