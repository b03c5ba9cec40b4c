// A socket whose call is on another instance, as far as this one goes: what waits, what passes, and how it ends.
import { assertEquals } from "@std/assert";
import { ManualClock } from "../../clock.ts";
import { recordingLog } from "../testing/recording_listener.ts";
import { Connection } from "./connection.ts";
import type { FarLine } from "./passing_on.ts";
import { FakeSocket } from "./testing/fake_socket.ts";

const RESUME = '{"type":"session.resume","conversationId":"c-1"}';

function dialled() {
  const clock = new ManualClock();
  const socket = new FakeSocket();
  const found = Promise.withResolvers<FarLine | null | "unreached">();
  const said: (string | Uint8Array)[] = [];
  const lineCloses: number[] = [];
  const line: FarLine = {
    send: (data) => said.push(data),
    close: (code) => lineCloses.push(code),
    onData() {},
    onClose() {},
  };
  const state = { over: false, violations: [] as string[] };
  const connection = new Connection({
    socket,
    clock,
    log: recordingLog(),
    reception: {
      initiate: () => ({ code: "E_BUSY", reason: "no new calls" }),
      resume: () => ({ code: "E_CONVERSATION", reason: "conversation not found" }),
      probed() {},
      unwelcome: ({ code }) => state.violations.push(code),
    },
    reach: () => found.promise,
    onOver: () => state.over = true,
  });
  connection.text(RESUME);
  const finds = async (what: FarLine | null | "unreached" = line) => {
    found.resolve(what);
    await found.promise;
    await Promise.resolve();
  };
  return { clock, socket, connection, line, said, lineCloses, state, finds };
}

Deno.test("C-05 what is said before the call is found passes on first, in order, as it came", async () => {
  const { clock, connection, socket, line, said, finds } = dialled();
  connection.text('{"type":"userStream.start"}');
  connection.binary(Uint8Array.of(1).buffer);
  assertEquals([said, clock.pending], [[], 1]);
  await finds();
  connection.text("not even JSON");
  assertEquals(said, [
    RESUME,
    '{"type":"userStream.start"}',
    Uint8Array.of(1),
    "not even JSON",
  ]);
  line.onData('{"type":"session.accepted"}');
  assertEquals(socket.order, ["session.accepted"]);
  assertEquals(clock.pending, 0);
});

Deno.test("C-05 the phone hangs up while its call is looked for: the line is let go of", async () => {
  const { connection, said, lineCloses, state, finds } = dialled();
  connection.closed(1006);
  await finds();
  assertEquals([said, lineCloses, state.over], [[], [1001], true]);
});

Deno.test("C-05 either side's end is the other's, with its code", async () => {
  const phone = dialled();
  await phone.finds();
  phone.connection.closed(1006);
  assertEquals([phone.lineCloses, phone.state.over], [[1006], true]);

  for (const [code, sent] of [[1000, 1000], [1009, 1009], [1006, 1011], [1005, 1011]] as const) {
    const { line, socket, lineCloses, connection, state, clock, finds } = dialled();
    await finds();
    line.onClose(code, "");
    line.onData('{"type":"late"}');
    assertEquals([socket.closes.map(({ code }) => code), socket.sent], [[sent], []]);
    connection.closed(sent);
    assertEquals([lineCloses, state.over, clock.pending], [[], true, 0]);
  }
});

Deno.test("C-05 nobody has it: told as ever; one did not answer: closed, for the phone to dial again", async () => {
  const nobody = dialled();
  await nobody.finds(null);
  assertEquals(nobody.socket.sent.map(({ reason }) => reason), ["conversation not found"]);
  assertEquals(nobody.socket.closes.map(({ code }) => code), [1000]);
  assertEquals(nobody.state.violations, ["E_CONVERSATION"]);

  const unreached = dialled();
  await unreached.finds("unreached");
  assertEquals([unreached.socket.sent, unreached.state.violations], [[], []]);
  assertEquals(unreached.socket.closes.map(({ code }) => code), [1013]);

  const late = dialled();
  late.clock.advance(10_000);
  assertEquals(late.state.violations, ["E_CONVERSATION"]);
  await late.finds();
  assertEquals([late.said, late.lineCloses], [[], [1001]]);
});

Deno.test("I9 a phone that does not read what is passed on loses its socket, not this server's memory", async () => {
  const { line, socket, lineCloses, finds } = dialled();
  await finds();
  socket.bufferedAmount = 512 * 1024 + 1;
  line.onData('{"type":"playStream.chunk"}');
  line.onData('{"type":"playStream.chunk"}');
  assertEquals([socket.sent, lineCloses], [[], [1013]]);
  assertEquals(socket.closes, [{ code: 1013, reason: "the phone does not read" }]);
});

Deno.test("I9 what waits for the call to be found is bounded", async () => {
  const { connection, socket, said, lineCloses, finds } = dialled();
  for (let i = 0; i < 5; i++) connection.text(`"${"x".repeat(100_000)}"`);
  assertEquals(socket.closes.map(({ code }) => code), [1009]);
  await finds();
  assertEquals([said, lineCloses], [[], [1001]]);
});
