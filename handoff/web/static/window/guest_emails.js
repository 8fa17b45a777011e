// Add Guests: addresses one by one with comma or Enter; wrong and doubled ones are named, nothing is dropped.

import { el, iconButton } from "./dom.js";
import { announce } from "./notices.js";
import { t } from "./words.js";

const ADDRESS = /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>".]{2,}$/;

export function guestEmails(onUse) {
  const chosen = [];
  const input = el("input", {
    type: "text", class: "guests__input", id: "f-guests", autocomplete: "off", inputmode: "email", spellcheck: "false", maxlength: "5000",
    "aria-describedby": "f-guests-hint f-guests-error", placeholder: t("name@company.example"),
    on: { keydown: keys, input: typed, blur: () => input.value.trim() && settle() },
  });
  const list = el("ul", { class: "guests__list" });
  const error = el("p", { class: "field__error", id: "f-guests-error", role: "alert", hidden: true });
  const node = el("div", { class: "field" },
    el("label", { class: "field__label", for: "f-guests" }, t("Add Guests")),
    el("div", { class: "guests", on: { click: () => input.focus() } }, list, input),
    el("p", { class: "field__hint", id: "f-guests-hint" }, t("E-mail addresses, separated by commas or Enter.")), error);

  function keys(event) {
    if (event.key === "Enter") {
      event.preventDefault();
      if (input.value.trim()) settle();
    }
    if (event.key === "Backspace" && !input.value && chosen.length) drop(chosen[chosen.length - 1]);
  }

  function typed() {
    say("");
    if (/[,;\n]/.test(input.value)) settle();
    onUse();
  }

  // Takes over every good address; what is wrong stays in the field, named below it.
  function settle() {
    const wrong = [];
    const doubled = [];
    for (const text of input.value.split(/[,;\s]+/).filter(Boolean)) {
      if (!isAddress(text)) wrong.push(text);
      else if (chosen.some((one) => one.toLowerCase() === text.toLowerCase())) doubled.push(text);
      else chosen.push(text);
    }
    input.value = wrong.join(", ");
    const words = [
      wrong.length && t(wrong.length === 1 ? "Not an e-mail address: {texts}." : "Not e-mail addresses: {texts}.", { texts: wrong.join(", ") }),
      doubled.length && t("Already added: {texts}.", { texts: doubled.join(", ") }),
    ].filter(Boolean).join(" ");
    say(words);
    draw();
    return !wrong.length;
  }

  function drop(address) {
    chosen.splice(chosen.indexOf(address), 1);
    draw();
    input.focus();
    announce(t("{address} was removed.", { address }));
  }

  function say(sentence) {
    error.textContent = sentence;
    error.hidden = !sentence;
    input.setAttribute("aria-invalid", String(Boolean(sentence)));
  }

  function draw() {
    list.replaceChildren(...chosen.map((address) => el("li", { class: "guest-pill" }, el("span", {}, address),
      iconButton(t("Remove {address}", { address }), "close", { on: { click: () => drop(address) } }))));
  }

  return { node, input, settle, isAddress, all: () => [...chosen] };
}

function isAddress(text) {
  return text.length <= 254 && ADDRESS.test(text);
}
