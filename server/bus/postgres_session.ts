// One connection to PostgreSQL that listens and notifies. It lives or is lost; who opens another one is postgres_bus.ts.
import postgres from "postgres";
import { within } from "./wait.ts";

export interface Session {
  /** Rejects where the database refuses it or the connection is lost. */
  notify(notice: string): Promise<void>;
  /** What is under way is given up; a database that hangs is not waited for. */
  end(): Promise<void>;
}

export interface SessionOptions {
  url: string;
  channel: string;
  onNotice(notice: string): void;
  /** Once, after it has opened, unless it was ended here. */
  onLost(): void;
}

const CONNECT_SECONDS = 3;
const END_MS = 200;

/** @throws what the client throws where it cannot be reached */
export async function openSession(
  { url, channel, onNotice, onLost }: SessionOptions,
): Promise<Session> {
  let isOpen = false;
  // The client's own `listen` opens a connection of its own, opens another when that is lost, and tells nobody of either.
  const watching = {
    onnotify: (_channel: string, notice: string) => onNotice(notice),
    onclose: () => lost(),
  };
  const sql = postgres(url, {
    ...watching,
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: CONNECT_SECONDS,
    fetch_types: false,
    backoff: false,
    onnotice() {},
    connection: { application_name: "hookline bus" },
  });
  const end = () => within(END_MS, sql.end({ timeout: 0 }));
  function lost(): void {
    if (!isOpen) return;
    isOpen = false;
    onLost();
  }
  try {
    // Nothing is kept by what is sent here, so nothing need be waited for on the disk.
    await sql`SET synchronous_commit = off`;
    await sql`LISTEN ${sql(channel)}`;
    isOpen = true;
  } catch (error) {
    await end();
    throw error;
  }
  return {
    async notify(notice) {
      await sql`SELECT pg_notify(${channel}, ${notice})`;
    },
    async end() {
      isOpen = false;
      await end();
    },
  };
}
