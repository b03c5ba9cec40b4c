// The thread of recordings in PostgreSQL: beside the store's own, so that sound never waits before an event.
import { serveThread } from "../thread_side.ts";
import { postgresFault } from "./postgres_fault.ts";
import { PostgresLink } from "./postgres_link.ts";
import { postgresSound } from "./postgres_sound.ts";

serveThread({
  open(url) {
    const link = new PostgresLink(url);
    return { operations: postgresSound(link), close: () => link.close() };
  },
  fault: postgresFault,
});
