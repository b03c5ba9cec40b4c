// UUIDs as AudioSocket carries them and as calls are named by them.

const PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const NIL = "00000000-0000-0000-0000-000000000000";

export function isUuid(text: string): boolean {
  return PATTERN.test(text);
}

/** 16 bytes as text, lower case; null where they are not 16. */
export function uuidText(bytes: Uint8Array): string | null {
  if (bytes.length !== 16) return null;
  const hex = bytes.toHex();
  return [[0, 8], [8, 12], [12, 16], [16, 20], [20, 32]]
    .map(([from, to]) => hex.slice(from, to)).join("-");
}

/** More than can be live at once; enough that a dialplan with a UUID typed into it is found out. */
const REMEMBERED = 10_000;

/** Names for calls: Asterisk's own UUID where it can be one, else a new one. */
export class CallNames {
  #given = new Set<string>();

  /** A UUID names one call only: a dialplan may repeat the one from an example for every caller. */
  claim(proposed: string): string {
    const uuid = proposed.toLowerCase();
    const free = isUuid(uuid) && uuid !== NIL && !this.#given.has(uuid);
    const name = free ? uuid : crypto.randomUUID();
    this.#given.add(name);
    if (this.#given.size > REMEMBERED) {
      for (const oldest of this.#given) {
        this.#given.delete(oldest);
        break;
      }
    }
    return name;
  }
}
