// Turns what PostgreSQL, its client and the network throw into a StoreError that says what to do. Texts of the server name
// tables and columns; its "detail", which quotes values, is left out, and so is the address with its password.
import { StoreError, type StoreFault } from "../store_error.ts";

// SQLSTATE (postgresql.org/docs/current/errcodes-appendix.html) by code, else by class, its first two characters.
const FAULT_OF_STATE: Readonly<Record<string, StoreFault>> = {
  "28": "unwritable", // invalid authorization
  "3D": "unwritable", // invalid catalog name: there is no such database
  "42501": "unwritable", // insufficient privilege
  "25006": "unwritable", // read-only transaction
  "53100": "full", // disk full
  "53300": "busy", // too many connections
  "57014": "busy", // statement timeout
  "57P": "unreachable", // the server starts or stops
  "40": "busy", // serialization failure, deadlock
  "55P03": "busy", // lock not available
  "08": "unreachable", // connection exception
  "XX001": "damaged",
  "XX002": "damaged",
};

const ADVICE: Partial<Record<StoreFault, string>> = {
  unreachable: "see that the database server runs and that DATABASE_URL names it",
  unwritable: "check the name, the password and the rights in DATABASE_URL",
  busy: "it is tried again where that is safe",
  full: "free space on the database server's disk",
  damaged: "restore a backup",
};

export function postgresFault(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const fault = faultOf(code);
  const said = error instanceof Error ? error.message : String(error);
  const advice = adviceOnParameter(said) ?? ADVICE[fault];
  // Of a failed connection the text holds the host and the port, which an operator needs.
  return new StoreError(
    fault,
    `Cannot use the PostgreSQL store: ${said}${advice ? `; ${advice}` : ""}`,
  );
}

/** What other clients take from an address goes to the server as a setting here. */
function adviceOnParameter(said: string): string | null {
  const name = /^unrecognized configuration parameter "(\w+)"$/.exec(said)?.[1];
  return name === undefined ? null : `take ${name} out of DATABASE_URL`;
}

function faultOf(code: string): StoreFault {
  const known = FAULT_OF_STATE[code] ?? FAULT_OF_STATE[code.slice(0, 3)] ??
    FAULT_OF_STATE[code.slice(0, 2)];
  if (known) return known;
  // Of the client and of the network: CONNECTION_CLOSED, CONNECT_TIMEOUT, ECONNREFUSED, ENOTFOUND …
  return /^(CONNECT|E[A-Z]{3,})/.test(code) ? "unreachable" : "failed";
}
