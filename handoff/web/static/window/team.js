// Who takes part: the rules of pills (one main host, the others required or optional), as pure steps.

// A team is {main: {kind, id, from} | null, additional: [{id, required, from}]}.

export function has(team, id) {
  return (team.main?.kind === "host" && team.main.id === id) || team.additional.some((one) => one.id === id);
}

export function addHost(team, id, from = "") {
  if (has(team, id)) return team;
  if (!team.main) return { ...team, main: { kind: "host", id, from } };
  return { ...team, additional: [...team.additional, { id, required: true, from }] };
}

// A pool is always the main host: whoever was main becomes a required additional host.
export function addPool(team, id) {
  const former = team.main?.kind === "host" ? [{ id: team.main.id, required: true, from: team.main.from }] : [];
  return { main: { kind: "pool", id, from: "" }, additional: [...former, ...team.additional] };
}

export function remove(team, id) {
  if (team.main?.id !== id) return { ...team, additional: team.additional.filter((one) => one.id !== id) };
  const next = team.additional.find((one) => one.required) ?? team.additional[0];
  if (!next) return { main: null, additional: [] };
  return {
    main: { kind: "host", id: next.id, from: next.from },
    additional: team.additional.filter((one) => one !== next),
  };
}

export function canPromote(team) {
  return team.main?.kind === "host";
}

export function promote(team, id) {
  const next = team.additional.find((one) => one.id === id);
  if (!next || !canPromote(team)) return team;
  const former = { id: team.main.id, required: true, from: team.main.from };
  return {
    main: { kind: "host", id, from: next.from },
    additional: [former, ...team.additional.filter((one) => one.id !== id)],
  };
}

export function setRequired(team, id, required) {
  return { ...team, additional: team.additional.map((one) => (one.id === id ? { ...one, required } : one)) };
}

// What the server is asked with.
export function asked(team) {
  return {
    main: team.main.kind === "pool" ? { pool: team.main.id } : { host: team.main.id },
    additional: team.additional.map(({ id, required }) => ({ host: id, required })),
  };
}

// The same team and type get the same mark; a pill's color follows the order of arrival.
export function mark(team, typeId) {
  return JSON.stringify([typeId, team.main && asked(team)]);
}
