// What the dialled address says of a call: metadata in the query (avr § 5), and the token, which goes no further.
// Pure; nothing of what it gives back holds the token.
import { sameToken } from "./same_token.ts";

export interface Dialled {
  /** No token is asked for, or the right one is there. */
  admitted: boolean;
  /** Without the token. */
  path: string;
  /** Path and query without the token. */
  address: string;
  caller: string;
  called: string;
  variables: Record<string, string>;
  /** Variables left out, and values that were shortened. */
  dropped: number;
  cut: number;
}

const MAX_ENTRIES = 50;
const MAX_NAME_CHARS = 128;
const MAX_VALUE_CHARS = 2_048;
const MAX_NUMBER_CHARS = 256;
const MAX_ADDRESS_CHARS = 2_048;

/** `token`: the last part of the path or the query's `token` must be it; "": none is asked for. */
export function readDialled(url: string, token: string): Dialled {
  const { pathname, search } = new URL(url);
  const slash = pathname.lastIndexOf("/");
  const inPath = token !== "" && sameToken(decoded(pathname.slice(slash + 1)), token);
  const path = inPath ? pathname.slice(0, slash) || "/" : pathname;

  const parts = search.slice(1).split("&").filter((part) => part !== "");
  const isToken = (part: string) => new URLSearchParams(part).has("token");
  const tokens = parts.filter(isToken).map((part) => new URLSearchParams(part).get("token") ?? "");
  const query = parts.filter((part) => !isToken(part)).join("&");

  const pairs = new URLSearchParams(query);
  return {
    admitted: token === "" || inPath || tokens.some((given) => sameToken(given, token)),
    path,
    address: cutText(query === "" ? path : `${path}?${query}`, MAX_ADDRESS_CHARS),
    caller: numberOf(pairs.get("from")),
    called: numberOf(pairs.get("to")),
    ...bounded(pairs),
  };
}

function bounded(pairs: Iterable<[string, string]>) {
  const variables = new Map<string, string>();
  let dropped = 0;
  let cut = 0;
  for (const [rawName, value] of pairs) {
    const name = cutText(rawName, rawName.length);
    const full = variables.size >= MAX_ENTRIES && !variables.has(name);
    if (name === "" || name.length > MAX_NAME_CHARS || name === "__proto__" || full) {
      dropped++;
      continue;
    }
    const kept = cutText(value, MAX_VALUE_CHARS);
    if (kept !== value) cut++;
    variables.set(name, kept);
  }
  return { variables: Object.fromEntries(variables), dropped, cut };
}

/** Dialplans that do not encode the plus of a number have it read as a space. */
function numberOf(value: string | null): string {
  return cutText((value ?? "").replace(/^ (?=\d)/, "+"), MAX_NUMBER_CHARS);
}

/** Well-formed, and without NUL, which no database takes. */
function cutText(text: string, maxChars: number): string {
  return text.slice(0, maxChars).toWellFormed().replaceAll("\0", "");
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
