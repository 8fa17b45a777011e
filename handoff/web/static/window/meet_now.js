// Meet Now: the hosts who are free at this moment are held at once, and the form opens.

import { button, el, icon } from "./dom.js";
import { chooseNow, isOrganizersChoice } from "./hold.js";
import { announce } from "./notices.js";
import { isCurrent } from "./offer.js";
import { get, update } from "./state.js";
import { listed, t } from "./words.js";

// Only where the org has switched Instant Handoff on; a booked meeting that moves has no now.
export function meetNow({ context, moving, main, times, holding }) {
  if (!context.settings.instant_handoff || moving) return [];
  const reason = whyNot({ main, times, holding });
  const busy = reason ? [] : times.meet_now.busy_optional;
  const note = reason || (busy.length && t("{names} busy now, but optional", { names: listed(busy) }));
  return [
    note && el("span", { class: reason ? "slds-assistive-text" : "bar__note", id: "meet-now-note" }, note),
    button(t("Meet Now"), {
      key: "meet-now", class: "bar__now", title: note || t("Everybody who has to come is free now"), "aria-disabled": reason ? "true" : null,
      "aria-describedby": note ? "meet-now-note" : null, on: { click: press },
    }, icon("bolt", { own: true })),
  ].filter(Boolean);
}

function whyNot({ main, times, holding }) {
  if (!main) return t("Add a host first.");
  if (holding) return t("Holding this time…");
  if (!isCurrent() || !times.meet_now) return t("Looking who is free now…");
  return times.meet_now.enabled ? "" : times.meet_now.reason || t("Not everybody who has to come is free now.");
}

function press() {
  const reason = whyNot(get());
  if (reason) {
    announce(reason);
    return;
  }
  const { free } = get().times.meet_now;
  if (isOrganizersChoice() && free.length > 1) update({ pickHost: { now: true, hosts: free } });
  else chooseNow(isOrganizersChoice() ? free[0] : "");
}
