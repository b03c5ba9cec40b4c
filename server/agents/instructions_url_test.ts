import { assert, assertEquals } from "@std/assert";
import { ManualClock } from "../clock.ts";
import type { EgressAnswer, EgressRequest } from "../egress/egress.ts";
import type { Log, LogFields } from "../observe/log.ts";
import { silentLog } from "../observe/log.ts";
import { createInstructionsUrl } from "./instructions_url.ts";

const PROMPTS_URL = "https://prompts.example/x?key=canary";
const HOUR_MS = 60 * 60_000;

const answered = (text: string, status = 200): EgressAnswer => ({
  ok: true,
  status,
  headers: new Headers(),
  text,
});
const GOOD = answered('{"system":" You sell boats.\\n","other":1}');
const DOWN: EgressAnswer = { ok: false, code: "connect", detail: "canary detail" };

function rig(answers: EgressAnswer[]) {
  const asked: EgressRequest[] = [];
  const logged: [string, LogFields | undefined][] = [];
  const log: Log = { ...silentLog, warn: (code, fields) => logged.push([code, fields]) };
  const clock = new ManualClock();
  const ask = createInstructionsUrl({
    url: PROMPTS_URL,
    egress: (request) => {
      asked.push(request);
      const answer = answers.shift();
      return answer ? Promise.resolve(answer) : Promise.reject(new Error("not expected"));
    },
    clock,
    log,
  });
  return { ask, asked, clock, logged };
}

Deno.test("each call asks for itself, within 800 ms and 64 KiB, and names its id", async () => {
  const { ask, asked } = rig([GOOD, answered('{"system":"second"}')]);
  assertEquals(await ask("c1"), { text: "You sell boats.", note: null });
  assertEquals(await ask("c2"), { text: "second", note: null });
  assertEquals(asked.map(({ headers, ...rest }) => [rest, headers?.["x-avr-uuid"]]), [
    [{ url: PROMPTS_URL, timeoutMs: 800, maxBytes: 65_536 }, "c1"],
    [{ url: PROMPTS_URL, timeoutMs: 800, maxBytes: 65_536 }, "c2"],
  ]);
});

Deno.test("V-05 whatever goes wrong, the next source is used and the note says why", async () => {
  const rows: [answer: EgressAnswer, why: string][] = [
    [DOWN, "no answer (connect)"],
    ...(["timeout", "redirect", "private_address", "too_large", "dns", "bad_url"] as const).map(
      (
        code,
      ): [EgressAnswer, string] => [{ ok: false, code, detail: "canary" }, `no answer (${code})`],
    ),
    [answered('{"system":"x"}', 500), "answered with status 500"],
    [answered('{"system":"x"}', 404), "answered with status 404"],
    [answered("", 204), "answered with status 204"],
    [answered("<html>canary"), "the answer is not JSON"],
    [answered('{"system":"Gr\ufffd\ufffde canary"}'), "the answer is not UTF-8"],
    [answered("null"), 'the answer has no text in its field "system"'],
    [answered("[1]"), 'the answer has no text in its field "system"'],
    [answered('{"prompt":"canary"}'), 'the answer has no text in its field "system"'],
    [answered('{"system":["canary"]}'), 'the answer has no text in its field "system"'],
    [answered('{"system":" "}'), '"system" is empty'],
    [
      answered(JSON.stringify({ system: "ö".repeat(16_385) })),
      '"system" has more than 32768 bytes',
    ],
  ];
  for (const [answer, why] of rows) {
    const { ask, logged } = rig([answer]);
    assertEquals(await ask("c1"), {
      text: null,
      note: {
        code: "instructions_url_failed",
        detail: `OPENAI_URL_INSTRUCTIONS: ${why}; the next source is used`,
      },
    });
    assertEquals(logged, [["instructions_url_failed", { call: "c1", why, copy: false }]]);
    assert(!JSON.stringify(logged).includes("canary"));
  }
});

Deno.test("V-05 the last good copy stands in for a day, and the note says how old it is", async () => {
  const { ask, clock } = rig([GOOD, DOWN, answered("{}"), DOWN, DOWN]);
  await ask("c1");
  clock.advance(90_000);
  assertEquals(await ask("c2"), {
    text: "You sell boats.",
    note: {
      code: "instructions_url_failed",
      detail: "OPENAI_URL_INSTRUCTIONS: no answer (connect); the copy of 1 minute ago is used",
    },
  });
  assertEquals((await ask("c3")).text, "You sell boats.");
  clock.advance(24 * HOUR_MS - 90_000);
  assertEquals((await ask("c4")).text, "You sell boats.");
  clock.advance(1);
  assertEquals((await ask("c5")).text, null);
});

Deno.test("a good answer after a failure becomes the copy", async () => {
  const { ask, clock } = rig([GOOD, DOWN, answered('{"system":"newer"}'), DOWN]);
  await ask("c1");
  await ask("c2");
  clock.advance(HOUR_MS);
  assertEquals(await ask("c3"), { text: "newer", note: null });
  assertEquals((await ask("c4")).text, "newer");
});

Deno.test("a text with lone surrogates or a byte order mark is mended", async () => {
  const { ask } = rig([answered('{"system":"\\ufeffa\\ud800b"}')]);
  assertEquals((await ask("c1")).text, "a\ufffdb");
});
