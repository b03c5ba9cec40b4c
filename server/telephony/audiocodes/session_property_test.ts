// Whatever comes in whatever order, a call keeps its promises (reliability § 2.1, I1, I8; audiocodes § 5).
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Ending } from "../channel.ts";
import { AudioCodesRig, CONVERSATION, event, initiate, start } from "./testing/audiocodes_rig.ts";
import type { FakeSocket } from "./testing/fake_socket.ts";

/** So that the transfer is on offer. */
const REACHABLE = { transferTargets: ["tel:5001"] };
const FORMATS = ["raw/mulaw", "raw/lpcm16", "raw/lpcm16_8", "raw/lpcm16_24", "wav/lpcm16"];

type Move = (rig: AudioCodesRig) => void;

const known = fc.constantFrom<Record<string, unknown>>(
  initiate(),
  start(),
  { type: "session.resume", conversationId: CONVERSATION },
  { type: "session.end", conversationId: CONVERSATION, reasonCode: "client-disconnected" },
  { type: "session.end", conversationId: CONVERSATION, reasonCode: "transferred" },
  { type: "connection.validate" },
  { type: "userStream.start" },
  { type: "userStream.stop" },
  { type: "userStream.start", participant: "callee" },
  { type: "userStream.chunk", audioChunk: "AAAA" },
  { type: "userStream.chunk", audioChunk: "A" },
  { type: "userStream.chunk", audioChunk: "/////w==", participant: "callee" },
  event("DTMF", { value: "12" }),
  event("hangup"),
  event("playFinished"),
  event("transferStatus", { value: { status: "answered" } }),
  event("transferStatus", { value: { status: "failed" } }),
);
const message: fc.Arbitrary<Move> = known.map((fields) => (rig) => rig.say(fields));
const odd: fc.Arbitrary<Move> = fc.oneof(
  fc.json().map((text): Move => (rig) => rig.dialled.at(-1)!.connection.text(text)),
  fc.tuple(known, fc.dictionary(fc.string(), fc.anything())).map(([fields, more]): Move => (rig) =>
    rig.say({ ...more, type: fields.type })
  ),
  fc.constant<Move>((rig) => rig.dialled.at(-1)!.connection.binary(new ArrayBuffer(8))),
  fc.constant<Move>((rig) =>
    rig.listener.onTold = () => {
      throw new Error("broken");
    }
  ),
);

const ENDINGS: readonly Ending[] = [
  { outcome: "completed", code: "", outputs: {} },
  { outcome: "error", code: "E_UP_LOST", outputs: {} },
  { outcome: "completed", handover: true, code: "", outputs: {} },
];
/** What the bridge may wish at any time, also long after the end. */
const wish: fc.Arbitrary<Move> = fc.oneof(
  fc.constantFrom<Move>(
    (rig) => rig.channel.play(new Uint8Array(800)),
    (rig) => rig.channel.play(new Uint8Array(8_000)),
    (rig) => rig.channel.rest!(),
    (rig) => void rig.channel.clear(),
    (rig) => rig.channel.tell!({ type: "caller_started" }),
    (rig) => rig.channel.tell!({ type: "caller_stopped" }),
    (rig) => rig.channel.tell!({ type: "caller_committed" }),
    (rig) => void rig.channel.tools!.at(0)?.run({ reason: "x" }),
  ),
  {
    weight: 1,
    arbitrary: fc.constantFrom(...ENDINGS).map((e): Move => (rig) => rig.channel.end(e)),
  },
).map((wish) => (rig) => {
  if (rig.invitations.length > 0) wish(rig);
});
const socket: fc.Arbitrary<Move> = fc.constantFrom<Move>(
  (rig) => rig.lose(),
  (rig) => void rig.resume(),
  (rig) => void rig.dial(),
  (rig) => rig.socket.bufferedAmount = 400_000,
  (rig) => rig.socket.bufferedAmount = 0,
);
const time: fc.Arbitrary<Move> = fc.nat(6_000).map((ms) => (rig) => rig.clock.advance(ms));

const moves = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: message },
    { weight: 5, arbitrary: wish },
    { weight: 1, arbitrary: odd },
    { weight: 1, arbitrary: socket },
    { weight: 2, arbitrary: time },
  ),
  { maxLength: 60 },
);

/** One stream at a time, chunks only inside, ids that rise; returns the highest. */
function checkStreams(socket: FakeSocket, above: number): number {
  let open: string | null = null;
  let highest = above;
  for (const { type, streamId } of socket.sent) {
    if (type === "playStream.start") {
      assertEquals(open, null, "a stream began while another was open");
      open = String(streamId);
      assert(Number(open) > highest, "an id came again");
      highest = Number(open);
    } else if (type === "playStream.chunk" || type === "playStream.stop") {
      assertEquals(streamId, open, `${type} of a stream that is not open`);
      if (type === "playStream.stop") open = null;
    }
  }
  return highest;
}

Deno.test("whatever comes: nothing is thrown, one stream at a time, one end, and nothing is left", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...FORMATS),
      fc.boolean(),
      moves,
      async (format, isOpen, all) => {
        const rig = isOpen ? AudioCodesRig.open(format, REACHABLE) : new AudioCodesRig();
        for (const move of all) {
          move(rig);
          await Promise.resolve();
        }
        for (const dialled of rig.dialled) if (!dialled.over) rig.lose(1006, dialled);
        rig.clock.advance(120_000);
        assertEquals(rig.calls.live.length, 0, "a call is left");
        assertEquals(rig.clock.pending, 0, "a timer is left");
        if (rig.invitations.length > 1) return; // more calls than one share these records
        assert(rig.listener.ends.length <= 1, "the end was told twice");
        const closed = rig.listener.told.indexOf("closed");
        if (closed !== -1) assertEquals(closed, rig.listener.told.length - 1);
        rig.dialled.reduce((highest, { socket }) => checkStreams(socket, highest), 0);
      },
    ),
    { numRuns: 2_000 },
  );
});

Deno.test("whatever came before, an answered call ends exactly once", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(message, wish, time), { maxLength: 40 }), (all) => {
      const rig = AudioCodesRig.open("raw/mulaw", REACHABLE);
      for (const move of all) {
        move(rig);
        if (rig.calls.live.length === 0) break;
      }
      rig.lose();
      rig.clock.advance(120_000);
      assertEquals(rig.listener.ends.length, 1);
    }),
    { numRuns: 1_000 },
  );
});

Deno.test("C-02 sound reaches the bridge only while the caller's stream is open, in order", () => {
  const step = fc.oneof(
    fc.constant("start"),
    fc.constant("stop"),
    fc.uint8Array({ minLength: 1, maxLength: 5 }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const rig = AudioCodesRig.open("raw/mulaw", REACHABLE);
      const expected: number[] = [];
      let open = false;
      for (const step of steps) {
        if (typeof step === "string") {
          open = step === "start";
          rig.say({ type: `userStream.${step}` });
          continue;
        }
        rig.speak(step);
        if (open) expected.push(...step);
      }
      assertEquals(rig.heard, expected);
    }),
    { numRuns: 1_000 },
  );
});

Deno.test("C-01 V-01 sixteen-bit sound cut anywhere is the same sound", () => {
  const sound = Uint8Array.from({ length: 640 }, (_, i) => (i * 37) & 0x7f);
  const whole = AudioCodesRig.open("raw/lpcm16_8");
  whole.say({ type: "userStream.start" });
  whole.speak(sound);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 640 }), { maxLength: 12 }), (cuts) => {
      const rig = AudioCodesRig.open("raw/lpcm16_8");
      rig.say({ type: "userStream.start" });
      const at = [0, ...cuts.sort((a, b) => a - b), 640];
      for (let i = 1; i < at.length; i++) rig.speak(sound.subarray(at[i - 1], at[i]));
      assertEquals(rig.heard, whole.heard);
    }),
    { numRuns: 300 },
  );
});
