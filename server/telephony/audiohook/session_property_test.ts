// Whatever arrives in whatever order, the session keeps its promises (reliability § 2.1, I1, I2, I5).
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { CONVERSATION, transcription } from "./product.ts";
import type { Input, Phase } from "./session_state.ts";
import { names, NIL, openParameters, SessionScript } from "./testing/session_script.ts";

const TYPES = [
  "open",
  "close",
  "ping",
  "paused",
  "resumed",
  "discarded",
  "update",
  "error",
  "dtmf",
  "playback_started",
  "playback_completed",
  "__proto__",
];

const parameters = fc.oneof(
  fc.constant(openParameters()),
  fc.constant(openParameters({ conversationId: NIL })),
  fc.constant({ reason: "end", digit: "1", start: "PT1S", discarded: "PT2S", language: "de" }),
  fc.constant({ code: 429, retryAfter: "PT1S" }),
  fc.dictionary(fc.string(), fc.anything()),
);

type Move = (script: SessionScript) => string[];

const message: fc.Arbitrary<Move> = fc.tuple(fc.constantFrom(...TYPES), parameters).map(
  ([type, values]) => (script) => names(script.message(type, values)),
);
const broken: fc.Arbitrary<Move> = fc.oneof(
  fc.string().map((text) => (script: SessionScript) => names(script.text(text))),
  fc.json().map((text) => (script: SessionScript) => names(script.text(text))),
  fc.record({ seq: fc.anything(), serverseq: fc.anything() }, { requiredKeys: [] }).map(
    (envelope) => (script: SessionScript) => {
      const before = script.clientSeq;
      const done = names(script.message("ping", {}, envelope));
      script.clientSeq = Math.max(before, script.state.clientSeq);
      return done;
    },
  ),
);
const own: fc.Arbitrary<Move> = fc.constantFrom<Input["type"]>(
  "answered",
  "refused",
  "end",
  "fault",
  "oversize",
  "flushed",
  "socket_closed",
).map((type) => (script) => names(script.input(ownInput(type, script.atMs))));
const time: fc.Arbitrary<Move> = fc.tuple(fc.nat(12_000), fc.nat(400_000)).map(
  ([ms, backlog]) => (script) => {
    script.atMs += ms;
    return names(script.tick(backlog));
  },
);

function ownInput(type: Input["type"], atMs: number): Input {
  switch (type) {
    case "refused":
      return { type, code: "E_FULL", atMs };
    case "end":
      return { type, ending: { outcome: "completed", code: "", outputs: {} }, atMs };
    case "oversize":
      return { type, detail: "", atMs };
    case "socket_closed":
      return { type, code: 1006, atMs };
    default:
      return { type: type === "fault" || type === "flushed" ? type : "answered", atMs };
  }
}

const ORDER: readonly Phase[] = [
  "waiting",
  "answering",
  "open",
  "disconnecting",
  "flushing",
  "closing",
  "leaving",
  "over",
];

/** Both products of Genesys keep the same promises. */
const product = fc.constantFrom(CONVERSATION, transcription(["en-US"]));

const moves = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: message },
    { weight: 1, arbitrary: broken },
    { weight: 1, arbitrary: own },
    { weight: 1, arbitrary: time },
  ),
  { maxLength: 40 },
);

Deno.test("whatever comes: one end, one goodbye, nothing after closed, no way back", () => {
  fc.assert(
    fc.property(product, fc.boolean(), moves, (product, isOpen, sequence) => {
      const script = isOpen ? SessionScript.open({}, product) : new SessionScript(product);
      const done: string[] = [];
      for (const move of sequence) {
        const before = ORDER.indexOf(script.state.phase);
        const effects = move(script);
        assert(ORDER.indexOf(script.state.phase) >= before, "a phase came again");
        if (before >= ORDER.indexOf("leaving")) {
          assertEquals(effects.filter((name) => name !== "forget"), []);
        }
        done.push(...effects);
      }
      const count = (name: string) => done.filter((other) => other === name).length;
      assert(count("ended") <= 1, "the end was told twice");
      assert(count("send disconnect") <= 1, "disconnect was sent twice");
      assert(count("send closed") <= 1, "closed was sent twice");
      assert(count("forget") <= 1, "forgotten twice");
      assert(count("last_words") <= 1, "last words were asked for twice");
      assert(count("rest_of_lines") <= 1, "the rest was sent twice");
      if (count("rest_of_lines") > 0) {
        assertEquals(done[done.indexOf("rest_of_lines") + 1], "send closed", "lines after closed");
      }
      const sent = done.filter((name) => name.startsWith("send"));
      const closed = sent.indexOf("send closed");
      if (closed !== -1) assertEquals(closed, sent.length - 1, "something followed closed");
      const goodbye = sent.indexOf("send disconnect");
      const after = goodbye === -1 ? [] : sent.slice(goodbye + 1);
      assert(after.every((name) => name === "send pong" || name === "send closed"), after.join());
    }),
    { numRuns: 4_000 },
  );
});

Deno.test("whatever came before, a close while we can still speak is answered with closed", () => {
  fc.assert(
    fc.property(moves, (sequence) => {
      const script = SessionScript.open();
      for (const move of sequence) move(script);
      const speaking = ["waiting", "open", "disconnecting"].includes(script.state.phase);
      const effects = names(script.message("close", { reason: "end" }));
      assertEquals(effects[0] === "send closed", speaking);
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("of a call between people too, at most three and a half seconds later, whatever comes meanwhile", () => {
  fc.assert(
    fc.property(moves, fc.array(message, { maxLength: 10 }), (before, after) => {
      const script = SessionScript.open({}, transcription([]));
      for (const move of before) move(script);
      const speaking = ["open", "disconnecting", "flushing"].includes(script.state.phase);
      const done = names(script.message("close", { reason: "end" }));
      for (const move of after) done.push(...move(script));
      script.atMs += 3_500;
      done.push(...names(script.tick()));
      assertEquals(done.includes("send closed"), speaking);
    }),
    { numRuns: 2_000 },
  );
});
