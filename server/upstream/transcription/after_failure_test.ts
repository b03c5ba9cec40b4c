import { assertEquals } from "@std/assert";
import { failed } from "../failure.ts";
import { afterFailure } from "./after_failure.ts";

const CASE = { attempt: 1, elapsedMs: 0, filesRefused: false, finishing: false, random: () => 0 };
const FILES = { type: "files" } as const;
const NOTHING = { type: "nothing" } as const;
const session = (waitMs: number) => ({ type: "session", waitMs } as const);

for (
  const [name, code, more, expected] of [
    ["lost: again at once", "E_UP_LOST", {}, session(0)],
    ["expired: again at once", "E_UP_EXPIRED", {}, session(0)],
    ["lost again: a moment later", "E_UP_LOST", { attempt: 3, elapsedMs: 900 }, session(500)],
    ["for ten seconds: files", "E_UP_CONNECT", { attempt: 7, elapsedMs: 9000 }, FILES],
    ["a wrong key: files", "E_UP_AUTH", {}, FILES],
    ["no such model: files", "E_UP_MODEL", {}, FILES],
    ["refused settings: files", "E_UP_CONFIG", {}, FILES],
    ["too many sessions: files", "E_UP_LIMIT", {}, FILES],
    ["at the end: files", "E_UP_LOST", { finishing: true }, FILES],
    ["no files either, lost: later", "E_UP_LOST", { filesRefused: true }, session(5000)],
    ["no files either, a limit: later", "E_UP_LIMIT", { filesRefused: true }, session(5000)],
    ["no files either, a wrong key", "E_UP_AUTH", { filesRefused: true }, NOTHING],
    ["no files, at the end", "E_UP_LOST", { filesRefused: true, finishing: true }, NOTHING],
  ] as const
) {
  Deno.test(`after a failure: ${name}`, () => {
    assertEquals(afterFailure({ ...CASE, failure: failed(code, ""), ...more }), expected);
  });
}
