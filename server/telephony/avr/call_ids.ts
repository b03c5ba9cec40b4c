// Names for calls: the core's own where it is a UUID that no call has had, else one of ours. Knows nothing of calls.

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Beyond these the oldest are forgotten. */
const REMEMBERED = 10_000;
const MAX_ID_CHARS = 64;

export class CallIds {
  #taken = new Set<string>();
  #random: () => string;

  constructor(random: () => string = () => crypto.randomUUID()) {
    this.#random = random;
  }

  /** A dialplan that comes back with the same UUID begins another call: a record is not written twice. */
  take(coreId: string): string {
    const own = coreId.toLowerCase();
    const id = UUID.test(own) && !this.#taken.has(own) ? own : this.#random();
    this.#taken.add(id);
    const oldest = this.#taken.size > REMEMBERED ? this.#taken.values().next().value : undefined;
    if (oldest !== undefined) this.#taken.delete(oldest);
    return id;
  }
}

/** An id that is safe to show, to log and to send on; `whole`: nothing of it had to go. */
export function safeId(coreId: string): { id: string; whole: boolean } {
  const id = coreId.slice(0, 4 * MAX_ID_CHARS).replace(/[^A-Za-z0-9._:-]/g, "")
    .slice(0, MAX_ID_CHARS);
  return { id, whole: id === coreId && id !== "" };
}
