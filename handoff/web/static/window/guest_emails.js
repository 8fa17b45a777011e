// Add Guests: addresses by comma, by Enter or pasted as a list; wrong and doubled ones are named, nothing is dropped.

import { el, iconButton } from "./dom.js";
import { complain, wrap } from "./fields.js";
import { announce } from "./notices.js";
import { t } from "./words.js";
import { corrected } from "./wrong_fields.js";

const ADDRESS = /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>".]{2,}$/;
const MOST = 50;

export function guestEmails({ onUse, onChange, guestAddress }) {
  const chosen = [];
  const input = el("input", {
    type: "text", class: "guests__input", id: "f-guests", name: "guests", autocomplete: "off", inputmode: "email", spellcheck: "false", maxlength: "5000",
    "aria-describedby": "f-guests-error f-guests-hint", placeholder: t("name@company.example"),
    on: { keydown: keys, input: typed, paste: pasted, blur: () => input.value.trim() && settle() },
  });
  const list = el("ul", { class: "guests__list", "aria-label": t("Guests added") });
  const node = wrap("guests", t("Add Guests"), input, {
    hint: t("E-mail addresses, separated by commas or Enter."), box: el("div", { class: "guests", on: { click: () => input.focus() } }, list, input),
  });

  function keys(event) {
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      if (input.value.trim()) settle();
    }
    if (event.key === "Backspace" && !input.value && chosen.length) drop(chosen[chosen.length - 1]);
  }

  function typed() {
    corrected("guests");
    if (/[,;]/.test(input.value)) settle();
    onUse();
  }

  // A list may come with one address a line, and with names: "Ben Hart <ben@northwind.example>".
  function pasted(event) {
    const text = event.clipboardData?.getData("text") ?? "";
    if (!/[\n\t,;<]/.test(text)) return;
    event.preventDefault();
    const bare = text.replace(/[^<>,;\r\n\t]*<([^<>\s]+)>/g, "$1, ").replace(/[\r\n\t]+/g, ", ");
    input.value = [input.value, bare].filter(Boolean).join(", ");
    settle();
    onUse();
  }

  // Takes over every good address; what is wrong stays in the field. Returns what stands in the way of booking, in words.
  function settle() {
    const found = { wrong: [], doubled: [], own: [], surplus: [] };
    for (const text of input.value.split(/[,;\s]+/).filter(Boolean)) place(text, found);
    input.value = [...found.wrong, ...found.surplus].join(", ");
    const { wrong, doubled, own, surplus } = found;
    const stopping = [
      wrong.length && t(wrong.length === 1 ? "Not an e-mail address: {texts}." : "Not e-mail addresses: {texts}.", { texts: wrong.join(", ") }),
      surplus.length && t("At most {n} guests can be invited.", { n: MOST }),
    ].filter(Boolean).join(" ");
    const harmless = [
      doubled.length && t("Already added: {texts}.", { texts: doubled.join(", ") }),
      own.length && t("{text} is invited as the guest already.", { text: own[0] }),
    ].filter(Boolean).join(" ");
    const said = [stopping, harmless].filter(Boolean).join(" ");
    complain("guests", said);
    if (said) announce(said);
    draw();
    return stopping || twice();
  }

  function place(text, { wrong, doubled, own, surplus }) {
    const isSame = (one) => one.toLowerCase() === text.toLowerCase();
    if (!isAddress(text)) wrong.push(text);
    else if (chosen.some(isSame)) doubled.push(text);
    else if (isSame(guestAddress())) own.push(text);
    else if (chosen.length >= MOST) surplus.push(text);
    else chosen.push(text);
  }

  // The guest's own address may have been typed after it was added here.
  function twice() {
    const own = chosen.find((one) => one.toLowerCase() === guestAddress().toLowerCase());
    return own ? t("{text} is the guest's own address. Remove it here.", { text: own }) : "";
  }

  function drop(address) {
    chosen.splice(chosen.indexOf(address), 1);
    corrected("guests");
    draw();
    input.focus();
    announce(t("{address} was removed.", { address }));
  }

  // A pill that is being pressed is never replaced by what the press itself settles.
  function draw() {
    const shown = new Map([...list.children].map((node) => [node.dataset.address, node]));
    for (const [address, node] of shown) if (!chosen.includes(address)) node.remove();
    list.append(...chosen.filter((address) => !shown.has(address)).map(pill));
    list.hidden = !chosen.length;
    onChange();
  }

  function pill(address) {
    return el("li", { class: "guest-pill", "data-address": address }, el("span", {}, address),
      iconButton(t("Remove {address}", { address }), "close", { on: { click: () => drop(address) } }));
  }

  list.hidden = true;
  return { node, settle, all: () => [...chosen] };
}

export function isAddress(text) {
  return text.length <= 254 && ADDRESS.test(text);
}
