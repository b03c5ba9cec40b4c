// What each instance holds in memory follows what the others write: agents, settings, notices, people, tokens, webhooks,
// sessions. A word of theirs says what to read anew; where words may have been missed everything is.
import type { Cancel, Clock } from "../clock.ts";
import { type Fleet, hearsAll } from "../fleet/fleet.ts";
import { type BookName, BOOKS, type Change } from "./changes.ts";
import { faultPlace, guarded } from "../guard.ts";
import { createOddWords } from "./odd_words.ts";
import type { Log } from "../observe/log.ts";

/** Holds what the store does. False: it cannot be read. Never rejects. */
interface Book {
  reload(): Promise<boolean>;
}

export interface FleetBooksOptions {
  fleet: Fleet;
  books: Readonly<Record<BookName, Book>>;
  sessions: Book & {
    begunElsewhere(sessionId: string): Promise<void>;
    endedElsewhere(sessionId: string): void;
  };
  clock: Clock;
  log: Log;
  random: () => number;
}

const TOPIC = "changed";
/** Instances that find each other do not all read at once. */
const JITTER_MS = 1000;
/** While not everybody can say what has changed: who was signed out or lost a role elsewhere must not stay for long. */
const AWAY_MS = 30_000;
/** Sessions that are looked for at once. */
const MOST_LOOKING = 8;
/** What cannot be read is tried again, later each time. */
const AGAIN_MS = 5000;
const LONGEST_AGAIN_MS = 5 * 60_000;

/** For tellingStore. */
export function tellChange(fleet: Fleet): (change: Change) => void {
  return (change) => fleet.tell(TOPIC, change);
}

/** Returns how to stop. */
export function followBooks(options: FleetBooksOptions): Cancel {
  const { fleet, books, sessions, clock, log, random } = options;
  const timers = new Map<string, Cancel>();
  const fault = (error: unknown) => log.error("fleet_books_fault", { place: faultPlace(error) });
  const odd = createOddWords({ clock, log });
  let looking = 0;
  let hearing = hearsAll(fleet);

  /** At most one waits under each name. */
  function later(name: string, ms: number, work: () => void): void {
    if (timers.has(name)) return;
    const fire = guarded(fault, () => {
      timers.delete(name);
      work();
    });
    timers.set(name, clock.after(ms, fire));
  }

  function reader(name: string, book: Book): () => void {
    let reading = false;
    let again = false;
    let failed = 0;
    async function read(): Promise<void> {
      reading = true;
      try {
        let read: boolean;
        do {
          again = false;
          read = await book.reload();
        } while (again);
        failed = read ? 0 : failed + 1;
        if (!read) later(name, Math.min(AGAIN_MS * 2 ** (failed - 1), LONGEST_AGAIN_MS), start);
      } finally {
        reading = false;
      }
    }
    function start(): void {
      if (reading) again = true;
      else read().catch(fault);
    }
    return start;
  }

  const read: Readonly<Record<BookName, () => void>> = {
    agents: reader("agents", books.agents),
    settings: reader("settings", books.settings),
    notices: reader("notices", books.notices),
    people: reader("people", books.people),
    tokens: reader("tokens", books.tokens),
    webhooks: reader("webhooks", books.webhooks),
    first_run: reader("first_run", books.first_run),
  };
  const readSessions = reader("sessions", sessions);

  function readAll(): void {
    later("all", random() * JITTER_MS, () => {
      for (const name of BOOKS) read[name]();
      readSessions();
    });
  }

  function readWhileAway(): void {
    later("away", AWAY_MS, () => {
      if (hearing) return;
      readSessions();
      read.people();
      read.tokens();
      readWhileAway();
    });
  }

  function changed(): void {
    const now = hearsAll(fleet);
    if (now === hearing) return;
    hearing = now;
    if (now) readAll();
    else readWhileAway();
  }

  /** Many at once are read together: the store has more to do. */
  function begun(sessionId: string): void {
    if (looking >= MOST_LOOKING) return readSessions();
    looking++;
    sessions.begunElsewhere(sessionId).catch(fault).finally(() => looking--);
  }

  function hear(value: unknown, from: string): void {
    const change = readChange(value);
    if (!change) {
      // Of a newer version, or damaged.
      odd(TOPIC, from);
    } else if (change.what === "session_begun") {
      begun(change.id);
    } else if (change.what === "session_ended") {
      sessions.endedElsewhere(change.id);
    } else {
      read[change.what]();
    }
  }

  if (!hearing) readWhileAway();
  const stops = [
    fleet.hear(TOPIC, guarded(fault, hear)),
    fleet.onFound(guarded(fault, readAll)),
    fleet.onChange(guarded(fault, changed)),
  ];
  return () => {
    for (const stop of stops) stop();
    for (const cancel of timers.values()) cancel();
    timers.clear();
  };
}

function readChange(value: unknown): Change | null {
  if (typeof value !== "object" || value === null) return null;
  const { what, id } = value as Record<string, unknown>;
  if (what === "session_begun" || what === "session_ended") {
    return typeof id === "string" ? { what, id } : null;
  }
  const book = BOOKS.find((name) => name === what);
  return book ? { what: book } : null;
}
