// Sums up over the form what has to be corrected; each line leads to its field.

import { button, byId, el, icon, show } from "./dom.js";
import { complain, complaint, control, focusOn } from "./fields.js";
import { t } from "./words.js";

export const wrongFields = () => el("div", { id: "wrong-fields" });

// `wrong` maps a field's name to the sentence; the first of them gets the focus.
export function point(wrong) {
  for (const [name, sentence] of wrong) complain(name, sentence);
  const names = [...wrong.keys()].sort((a, b) => (isBefore(control(a), control(b)) ? -1 : 1));
  sumUp(names);
  focusOn(names[0]);
}

const isBefore = (one, other) => Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);

export function sumUp(names = stillWrong()) {
  const words = names.length === 1 ? t("One thing has to be corrected:") : t("{n} things have to be corrected:", { n: names.length });
  show(byId("wrong-fields"), names.length > 0 && el("div", { class: "notice notice_error", role: "alert" },
    icon("error", { cls: "notice__icon" }),
    el("div", { class: "notice__words" }, el("strong", {}, words),
      el("ul", { class: "wrong-fields" }, names.map((name) => el("li", {},
        button(complaint(name), { kind: "base", key: `wrong-${name}`, on: { click: () => focusOn(name) } })))))));
}

// After a correction the line of that field goes; nothing is read out again.
export function corrected(name) {
  if (!complaint(name)) return;
  complain(name, "");
  byId("wrong-fields").querySelector(`[data-key="wrong-${CSS.escape(name)}"]`)?.parentElement.remove();
  if (!byId("wrong-fields").querySelector("li")) show(byId("wrong-fields"));
}

const stillWrong = () => [...byId("details-form").querySelectorAll("[aria-invalid='true']")].map((one) => one.name).filter((name) => control(name));
