// The thread of the SQLite store: one request after the other, so that a slow disk stops nothing but them.
import { openDatabase, openReading } from "./sqlite_database.ts";
import { sqliteFault } from "./sqlite_fault.ts";
import { serveThread } from "./thread_side.ts";

serveThread({
  open: (path, use) => use === "all" ? openDatabase(path) : openReading(path),
  fault: sqliteFault,
});
