// Why the store could not be opened or could not do what it was asked, as one closed set of codes.
// Knows nothing of SQLite; its messages go to a terminal or a log and hold no stored content.

const STORE_FAULTS = [
  "unwritable", // the data directory cannot be made, read or written
  "damaged", // the file is not a sound database
  "foreign", // a sound database, but not ours
  "vanished", // this place held a database once, and it is gone
  "newer", // written by a newer version of this server
  "busy", // another process has it
  "full", // no room left
  "unreachable", // the database server does not answer
  "lost", // the thread that owns the database died; whether the request was carried out is unknown
  "closed",
  "failed", // anything else; the message says what
] as const;
export type StoreFault = (typeof STORE_FAULTS)[number];

export class StoreError extends Error {
  override readonly name = "StoreError";
  constructor(readonly code: StoreFault, message: string) {
    super(message);
  }
}
