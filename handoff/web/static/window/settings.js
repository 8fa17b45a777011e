// For admins: a dialog with the settings' problems, hosts who left while meetings are ahead, and the erasure of a guest.

import { call } from "./api.js";
import { button, byId, el, icon, iconButton, show } from "./dom.js";
import { erasing } from "./erasing.js";
import { zone } from "./grid_events.js";
import { announce } from "./notices.js";
import { departed, problems } from "./settings_lists.js";
import { get } from "./state.js";
import { dayText, timeWithSeconds, zoneName } from "./times.js";
import { t } from "./words.js";

let dialog = null;
let seen = null; // what the server said last
let busy = "";
let failure = "";

// Nothing for anybody else: what they may do is decided by the server all the same.
export function settingsButton() {
  if (!get().context.roles?.includes("admin")) return null;
  return iconButton(t("Settings"), "settings", { class: "bar__settings", key: "settings", "aria-haspopup": "dialog", on: { click: open } });
}

function open() {
  dialog?.remove();
  dialog = el("dialog", { class: "settings", "aria-labelledby": "settings-title", on: { close: forget, click: leaveOutside } },
    el("div", { class: "settings__head" },
      el("span", { class: "settings__badge" }, icon("settings")),
      el("div", { class: "settings__words" },
        el("h2", { class: "settings__title", id: "settings-title", tabIndex: -1 }, t("Settings")),
        el("p", { class: "settings__read", id: "settings-read", role: "status" })),
      el("div", { class: "settings__reload", id: "settings-reload" }),
      iconButton(t("Close"), "close", { class: "settings__close", on: { click: () => dialog.close() } })),
    el("div", { class: "settings__body", tabIndex: 0, role: "group", "aria-labelledby": "settings-title" },
      el("div", { id: "settings-said" }), el("div", { class: "settings__lists", id: "settings-lists" }), erasing()));
  document.body.append(dialog);
  dialog.showModal();
  byId("settings-title").focus();
  load("GET", "/settings", "reading");
}

async function load(method, path, doing) {
  if (busy) return;
  busy = doing;
  failure = "";
  render();
  try {
    seen = await call(method, path, method === "POST" ? { body: {} } : {});
    if (doing === "reloading") announce(t("The settings were read anew."));
  } catch (reason) {
    failure = reason.message;
  }
  busy = "";
  if (dialog?.isConnected) render();
}

function render() {
  show(byId("settings-reload"), reloading());
  byId("settings-read").textContent = readWords();
  show(byId("settings-said"), failure && el("p", { class: "settings__failure", role: "alert" }, icon("error"), failure));
  show(byId("settings-lists"), seen ? [problems(others(seen)), departed(seen.departed)] : busy && waiting());
}

function reloading() {
  const isOn = busy === "reloading";
  return button(isOn ? t("Reading…") : t("Reload settings"), {
    key: "reload-settings", "aria-disabled": busy ? "true" : null, on: { click: () => load("POST", "/settings/reload", "reloading") },
  }, isOn ? el("span", { class: "spinner", "aria-hidden": "true" }) : icon("refresh", { cls: "settings__refresh" }));
}

function readWords() {
  if (!seen) return busy ? t("Reading…") : "";
  const at = seen.read_at;
  return t("Read from Salesforce {day}, {time} {zone}", { day: dayText(at, zone()), time: timeWithSeconds(at, zone()), zone: zoneName(at, zone()) });
}

// Who left is listed by themselves.
function others({ problems: all, departed: gone }) {
  const left = new Set(gone.map(({ host }) => host.id));
  return all.filter(({ object, record_id: id }) => !(object === "User" && left.has(id)));
}

const waiting = () => el("div", { class: "settings__waiting", "aria-hidden": "true" }, [1, 2, 3].map(() => el("span", {})));

function forget() {
  dialog.remove();
  dialog = null;
  seen = null;
  byId("bar").querySelector("[data-key='settings']")?.focus();
}

function leaveOutside(event) {
  if (event.target === dialog) dialog.close();
}
