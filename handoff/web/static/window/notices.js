// Says what happened and what to do next: on the screen, and to a screen reader.

import { button, byId, el, icon, iconButton, show } from "./dom.js";
import { reload } from "./canvas.js";
import { get, update, watch } from "./state.js";
import { t } from "./words.js";

const GLYPHS = { error: "error", warning: "warning", success: "success", plain: "info_alt" };

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

export function mountNotices() {
  watch(["notice"], (state) => {
    show(byId("notices"), state.notice && card(state.notice));
    if (!state.notice) return;
    announce(`${state.notice.title} ${state.notice.text}`);
    if (state.notice.isFocused) byId("notices").querySelector("button")?.focus();
  });
  addEventListener("offline", () => notice({ tone: "warning", title: t("You are offline."), text: t("What you see may be out of date; nothing you typed is lost.") }));
  addEventListener("online", () => get().notice?.title === t("You are offline.") && dismiss());
}

function card({ tone, title, text, actions }) {
  return el("div", { class: `notice notice_${tone}`, role: tone === "error" ? "alert" : "status" },
    icon(GLYPHS[tone], { cls: "notice__icon" }),
    el("div", { class: "notice__words" }, el("strong", {}, title), text && el("span", {}, ` ${text}`)),
    el("div", { class: "notice__actions" },
      actions.map(({ label, call }) => button(label, { on: { click: () => { dismiss(); call(); } } })),
      iconButton(t("Dismiss"), "close", { on: { click: dismiss } })));
}
