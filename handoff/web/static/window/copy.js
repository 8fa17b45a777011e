// Puts text on the clipboard, also where a frame may not use the modern way.

import { announce, notice } from "./notices.js";
import { t } from "./words.js";

export async function copyText(text, said) {
  const isCopied = await navigator.clipboard?.writeText(text).then(() => true, () => false) || byCommand(text);
  if (isCopied) announce(said);
  notice(isCopied ? { tone: "success", title: said } : { tone: "warning", title: t("The browser did not allow copying."), text });
}

function byCommand(text) {
  const place = document.createElement("textarea");
  place.value = text;
  place.className = "slds-assistive-text";
  document.body.append(place);
  const before = document.activeElement;
  place.select();
  const isCopied = document.execCommand("copy");
  place.remove();
  before?.focus();
  return isCopied;
}
