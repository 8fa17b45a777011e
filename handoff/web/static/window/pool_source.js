// Round Robin Pool in Add Hosts: the list to choose the pool from, and a second one where two pools may meet.

import { change, team } from "./change_team.js";
import { el } from "./dom.js";
import { get, pool } from "./state.js";
import { addPool, addSecondPool } from "./team.js";
import { whyNotPool } from "./team_rules.js";
import { t } from "./words.js";

export function poolLists(close) {
  const { context, main, secondPool } = get();
  const { pools } = context.sources;
  if (!pools.length) return [el("p", { class: "source__none" }, t("No pools are set up."))];
  const first = main?.kind === "pool" ? main.id : main?.memberOf ?? "";
  return [
    list({ id: "pool-choice", label: t("Choose the pool"), pools, chosen: first, whyNot: (id) => whyNotPool(team(), id), take: (id) => takePool(id, close) }),
    context.settings.two_pools && first && list({
      id: "second-pool-choice", label: t("Choose the second pool"), pools, chosen: secondPool?.id ?? "",
      whyNot: (id) => whyNotPool(team(), id, { isSecond: true }), take: (id) => takeSecond(id, close),
    }),
  ].filter(Boolean);
}

function list({ id, label, pools, chosen, whyNot, take }) {
  const whys = pools.map((one) => (one.id === chosen ? "" : one.reason || whyNot(one.id)));
  const isOut = whys.every(Boolean) && new Set(whys).size === 1;
  return el("div", { class: "source__pool" },
    el("label", { class: "source__label", for: id }, label),
    el("div", { class: "slds-select_container" }, el("select", {
      class: "slds-select", id, key: id, disabled: isOut, "aria-describedby": isOut ? `${id}-why` : null,
      on: { change: (event) => event.target.value && take(event.target.value) },
    }, el("option", { value: "" }, t("Select a pool")), pools.map((one, n) => choice(one, whys[n], chosen)))),
    isOut && el("p", { class: "option__reason source__why", id: `${id}-why` }, whys[0]));
}

function choice(one, why, chosen) {
  const count = one.members.length === 1 ? t("1 member") : t("{n} members", { n: one.members.length });
  const node = el("option", { value: one.id, disabled: Boolean(why) }, `${one.name} · ${why || count}`);
  node.selected = one.id === chosen;
  return node;
}

function takePool(id, close) {
  const before = team();
  const { main } = before;
  const next = addPool(before, id);
  const { name } = pool(id);
  const isMoved = main?.kind === "host" && !main.memberOf && next !== before;
  change(next, isMoved
    ? t("Pool {name} is the main host now; {former} is a required host.", { name, former: before.rules.nameOf(main.id) })
    : t("Pool {name} is the main host now.", { name }));
  close();
}

function takeSecond(id, close) {
  change(addSecondPool(team(), id), t("{name} is the second pool now.", { name: pool(id).name }));
  close();
}
