// Turns a sentence with {names} into the words shown; the one door for a message catalogue.

let catalogue = {};
let language = "en";

export function speak(messages, name) {
  catalogue = messages ?? {};
  language = name || "en";
}

export function t(sentence, values = {}) {
  const said = catalogue[sentence] ?? sentence;
  return said.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

// "Hana", "Hana and Hugo", "Hana, Hugo and Maya": joined in the language of the sentence around them.
export function listed(names) {
  return new Intl.ListFormat(language, { style: "long", type: "conjunction" }).format(names);
}

export function initialsOf(name) {
  const parts = name.trim().split(/\s+/).filter(Boolean);
  const letters = parts.length > 1 ? [parts[0], parts[parts.length - 1]] : parts;
  return letters.map((part) => [...part][0].toUpperCase()).join("") || "?";
}

export function lasting(minutes) {
  if (!minutes) return t("none");
  if (minutes % 1440 === 0) return t(minutes === 1440 ? "1 day" : "{n} days", { n: minutes / 1440 });
  if (minutes >= 60 && minutes % 60 === 0) return t("{n} h", { n: minutes / 60 });
  return t("{n} min", { n: minutes });
}
