// The thread of the PostgreSQL store: what is read is checked here, not on the thread that carries calls.
import { serveThread } from "../thread_side.ts";
import { openPostgres } from "./postgres_database.ts";
import { postgresFault } from "./postgres_fault.ts";

serveThread({ open: (url) => openPostgres(url), fault: postgresFault });
