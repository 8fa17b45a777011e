// Where the meeting takes place online: what the main host can offer, or no meeting platform.

import { control, picklist } from "./fields.js";
import { PLATFORMS } from "./meeting_types.js";
import { host } from "./state.js";
import { el } from "./dom.js";
import { t } from "./words.js";

export const platformChoice = () => picklist("platform", t("Meeting platform"));

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
}
