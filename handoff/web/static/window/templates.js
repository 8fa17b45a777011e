// Merges names into a meeting type's texts: {guest.name} and the like; what is unknown stays out.
// A guest without a company stands under their own name.

export function filled(template, { type, guest, company, hostName, organizer, record }) {
  const full = `${guest.first_name} ${guest.last_name}`.trim();
  const known = {
    "meeting_type.name": type.name,
    "guest.name": full, "guest.first_name": guest.first_name, "guest.last_name": guest.last_name, "guest.company": company || full,
    "host.name": hostName, "organizer.name": organizer, "record.name": record,
  };
  const merged = (template ?? "").replace(/\{([a-z_]+\.[a-z_]+)\}/g, (whole, name) => known[name] ?? "");
  return merged.replace(/[ \t]+$/gm, "").replace(/[:,–-]\s*$/, "").trim();
}
