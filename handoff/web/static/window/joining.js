// The meeting link, large, to be pressed or sent on at once; while it is being made it says so.

import { copyText } from "./copy.js";
import { button, el, icon } from "./dom.js";
import { t } from "./words.js";

const LONG = 48;

export function joining({ link, link_state: state, now: isNow, attention }) {
  if (!link && state === "pending" && isNow && !attention) {
    return el("div", { class: "joining" }, el("span", { class: "spinner", "aria-hidden": "true" }), el("span", {}, t("The meeting link is being made…")));
  }
  if (!link) return null;
  const isWeb = /^https?:\/\//i.test(link);
  const shown = link.replace(/^https?:\/\//i, "");
  const cls = `joining__link ${shown.length > LONG ? "joining__link_long" : ""}`;
  return el("div", { class: `joining ${isNow ? "joining_now" : ""}` },
    isWeb ? el("a", { class: cls, title: link, key: "join-link", href: link, target: "_blank", rel: "noopener noreferrer" }, shown) : el("span", { class: cls }, link),
    el("span", { class: "joining__actions" },
      button(t("Copy link"), { key: "copy-link", on: { click: () => copyText(link, t("The link was copied.")) } }, icon("copy")),
      isWeb && el("a", { class: `slds-button slds-button_${isNow ? "brand" : "neutral"}`, key: "join", href: link, target: "_blank", rel: "noopener noreferrer" }, icon("video"), t("Join"))));
}
