// Merges names into a meeting type's texts: {guest.name} and the like; what is unknown stays out.

export function filled(template, { type, guest, hostName, organizer, record }) {
  const full = `${guest.first_name} ${guest.last_name}`.trim();
  const known = {
    "meeting_type.name": type.name,
    "guest.name": full, "guest.first_name": guest.first_name, "guest.last_name": guest.last_name,
    "host.name": hostName, "organizer.name": organizer, "record.name": record,
  };
  const merged = (template ?? "").replace(/\{([a-z_]+\.[a-z_]+)\}/g, (whole, name) => known[name] ?? "");
  return merged.replace(/[ \t]+$/gm, "").replace(/[:,–-]\s*$/, "").trim();
}
