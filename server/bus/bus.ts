// The port between the servers of one fleet: what must be known at once and is kept nowhere. At most once, in order from
// each sender; whoever missed something reads it from the store.

export interface Bus {
  /** Never throws and never waits. Lost where the bus is away or nobody hears it. */
  publish(subject: string, data: Uint8Array): void;
  /** `subject`: words with dots between; a last word "*" stands for any one word. Returns how to stop. */
  subscribe(subject: string, hear: (data: Uint8Array, subject: string) => void): () => void;
  /** Asks whoever answers on this subject. @throws BusError */
  request(subject: string, data: Uint8Array, withinMs: number): Promise<Uint8Array>;
  /** Returns how to stop. Where `answer` rejects, whoever asked gets "failed". */
  respond(subject: string, answer: (data: Uint8Array) => Promise<Uint8Array>): () => void;
  /** False: nothing that is published arrives anywhere. */
  readonly connected: boolean;
  onChange(listener: (connected: boolean) => void): () => void;
  close(): Promise<void>;
}

const BUS_FAULTS = [
  "nobody", // no server answers on this subject
  "late", // none did in time; whether the request was carried out is not known
  "away", // the bus cannot be reached
  "failed", // who answers could not
  "too_large",
] as const;
export type BusFault = (typeof BUS_FAULTS)[number];

export class BusError extends Error {
  override readonly name = "BusError";
  constructor(readonly code: BusFault, message: string) {
    super(message);
  }
}

/** Of one message, on every bus. */
export const MESSAGE_BYTES = 512 * 1024;

/** Whether a message on `subject` is for who hears `pattern`. */
export function hears(pattern: string, subject: string): boolean {
  if (!pattern.endsWith(".*")) return pattern === subject;
  const stem = pattern.slice(0, -1);
  return subject.startsWith(stem) && !subject.slice(stem.length).includes(".");
}

export function tooLarge(bytes: number): BusError {
  return new BusError(
    "too_large",
    `A message of ${bytes} bytes is more than the ${MESSAGE_BYTES} that the bus takes`,
  );
}

export function away(): BusError {
  return new BusError("away", "The bus cannot be reached");
}

export function late(subject: string, withinMs: number): BusError {
  return new BusError("late", `No answer on "${subject}" within ${withinMs} ms`);
}
