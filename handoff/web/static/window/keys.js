// Idempotency keys: one per intention and kept until it is answered, so that a second press does nothing twice.

const keys = new Map();

export function keyFor(intention) {
  if (!keys.has(intention)) keys.set(intention, randomKey());
  return keys.get(intention);
}

// Answered: the same wish again would be a new one.
export function forget(intention) {
  keys.delete(intention);
}

function randomKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
