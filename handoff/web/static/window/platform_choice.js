// Where the meeting takes place online: what the main host can offer, or no meeting platform.

import { control, picklist } from "./fields.js";
import { PLATFORMS } from "./meeting_types.js";
import { get, host } from "./state.js";
import { byId, el } from "./dom.js";
import { t } from "./words.js";

const WARNING = "f-platform-warning";

export function platformChoice() {
  const choice = picklist("platform", t("Meeting platform"));
  const list = control("platform");
  list.setAttribute("aria-describedby", `${list.getAttribute("aria-describedby")} ${WARNING}`);
  list.addEventListener("change", warn);
  choice.append(el("p", { class: "field__warning", id: WARNING, role: "status", hidden: true }));
  return choice;
}

// Of a pool, whose turn it will be is settled only when it is booked: the host's default then.
export function offerPlatforms({ type, main, hold }, isTouched) {
  const list = control("platform");
  const who = main?.kind === "host" ? host(main.id) : null;
  const own = who?.platforms ?? ["none"];
  const settled = who ?? (hold ? host(hold.host_id) : null);
  const first = settled?.platform ? t("{words} ({platform})", { words: PLATFORMS.host_default(), platform: PLATFORMS[settled.platform]() }) : PLATFORMS.host_default();
  const wanted = isTouched ? list.value : type.platform;
  list.replaceChildren(el("option", { value: "host_default" }, first), ...own.map((value) => el("option", { value }, PLATFORMS[value]())));
  list.value = own.includes(wanted) ? wanted : "host_default";
  warn();
}

// A personal link is one room: said when the meeting before or after this one is there too.
function warn() {
  const { hold } = get();
  const { value } = control("platform");
  const isPersonal = (value === "host_default" ? host(hold?.host_id)?.platform : value) === "personal_link";
  const said = byId(WARNING);
  if (!said) return;
  said.textContent = isPersonal ? (hold?.warning ?? "") : "";
  said.hidden = !said.textContent;
}
