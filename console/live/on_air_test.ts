import { assert, assertEquals } from "@std/assert";
import { computed, signal } from "@preact/signals";
import type { CommandRequest } from "../../server/contract/command.ts";
import type { CallEventBody } from "../../server/contract/event.ts";
import { NO_USAGE } from "../../server/contract/call.ts";
import { EMPTY_TRANSCRIPT } from "../../server/contract/transcript.ts";
import type { Refusal } from "../api.ts";
import { test } from "../testing.ts";
import { foldView } from "./call.ts";
import { createCallSound } from "./call_sound.ts";
import { createCommands } from "./commands.ts";
import { FakeCard, FakeSocket } from "./fake_sound.ts";
import { FakeTimers } from "./fake_timers.ts";
import { createOnAir } from "./on_air.ts";
import { sampleEvents, STARTED } from "./sample_calls.ts";

async function setUp() {
  const timers = new FakeTimers();
  const card = new FakeCard();
  const socket = new FakeSocket();
  const said: string[] = [];
  const asked: CommandRequest["kind"][] = [];
  const server = { refuse: null as Refusal | null };
  let bodies = [STARTED];
  const fold = () =>
    foldView({ call: null, transcript: EMPTY_TRANSCRIPT, events: [] }, sampleEvents(bodies));
  const view = signal(fold());
  const say = (sentence: string) => void said.push(sentence);
  const commands = createCommands({
    callId: "call-1",
    view,
    timers,
    say,
    api: {
      command(_, { kind }) {
        asked.push(kind);
        return Promise.resolve(
          server.refuse
            ? { ok: false, refusal: server.refuse }
            : { ok: true, value: { commandId: `${asked.length}` } },
        );
      },
      retract: () => Promise.resolve({ ok: true, value: null }),
    },
  });
  const over = computed(() => view.value.call?.endedAtMs !== null);
  const sound = createCallSound({ openSocket: () => socket, card, timers, over });
  const onAir = createOnAir({ sound, card, commands, view, say });
  const tell = (...more: CallEventBody[]) => {
    bodies = [...bodies, ...more.map((body) => ({ ...body, offsetMs: 1000 * bodies.length }))];
    view.value = fold();
  };
  const speak = () => card.microphone?.report({ piece: new Uint8Array(320), level: 0.5 });
  const granted = (commandId = `${asked.length}`): CallEventBody[] => [
    { type: "command.given", commandId, kind: "take_over", by: "console" },
    { type: "supervisor.took_over", by: "console" },
    { type: "command.changed", commandId, state: "done", detail: "" },
  ];
  const stop = () => {
    onAir.stop();
    sound.stop();
    commands.stop();
  };
  await timers.settle();
  return { timers, card, socket, said, asked, server, sound, onAir, tell, speak, granted, stop };
}

const BACK: CallEventBody = { type: "supervisor.handed_back", by: "console" };

test("on air only once the call says so: until then no word of the microphone is sent", async () => {
  const { onAir, card, socket, asked, tell, speak, granted, said, stop } = await setUp();
  await onAir.takeOver();
  assertEquals([onAir.state.value, asked], ["taking", ["take_over"]]);
  speak();
  assertEquals([socket.sent, onAir.level.value], [0, 0.5]);
  tell(...granted().slice(0, 2));
  assertEquals(onAir.state.value, "taking");
  tell(...granted().slice(2));
  assertEquals(onAir.state.value, "on");
  assert(said.at(-1)?.includes("on air"));
  speak();
  // One's own voice, which comes back late, is kept from the ears.
  assertEquals([socket.sent, card.mix?.agent, (card.mix?.caller ?? 0) > 0], [1, 0, true]);
  stop();
});

test("without a microphone the call is not asked, and what to do is said", async () => {
  const { onAir, card, asked, sound, stop } = await setUp();
  card.refused = "No microphone was found.";
  await onAir.takeOver();
  assertEquals([onAir.state.value, onAir.trouble.value, asked], [
    "off",
    "No microphone was found.",
    [],
  ]);
  // Nobody had asked to listen.
  assertEquals(sound.state.value, "off");
  stop();
});

test("cancelled while the browser asks, the microphone is closed as soon as it opens", async () => {
  const { onAir, card, asked, stop } = await setUp();
  const { promise, resolve } = Promise.withResolvers<void>();
  card.asking = promise;
  const taking = onAir.takeOver();
  await onAir.handBack();
  resolve();
  await taking;
  assertEquals([onAir.state.value, card.microphone, asked], ["off", null, []]);
  stop();
});

test("a refusal, of the request or of the call, closes the microphone and says why", async () => {
  const first = await setUp();
  first.server.refuse = { code: "in_use", message: "Ana has the call.", fields: [] };
  await first.onAir.takeOver();
  assertEquals([first.onAir.state.value, first.onAir.trouble.value, first.card.microphone], [
    "off",
    "Ana has the call.",
    null,
  ]);
  first.stop();
  const second = await setUp();
  await second.onAir.takeOver();
  second.tell(
    { type: "command.given", commandId: "1", kind: "take_over", by: "console" },
    { type: "command.changed", commandId: "1", state: "refused", detail: "Ana has the call." },
  );
  assertEquals([second.onAir.state.value, second.onAir.trouble.value], [
    "off",
    "Ana has the call.",
  ]);
  second.stop();
});

test("handing back closes the microphone at once and waits for the call", async () => {
  const { onAir, card, asked, tell, granted, sound, stop } = await setUp();
  await onAir.takeOver();
  tell(...granted());
  const back = onAir.handBack();
  assertEquals([onAir.state.value, card.microphone], ["handing_back", null]);
  await back;
  assertEquals([onAir.state.value, asked], ["handing_back", ["take_over", "hand_back"]]);
  tell(BACK);
  assertEquals([onAir.state.value, onAir.trouble.value, sound.state.value], ["off", "", "off"]);
  stop();
});

test("who listened before goes on listening after handing back", async () => {
  const { onAir, tell, granted, sound, stop } = await setUp();
  await sound.listen();
  await onAir.takeOver();
  tell(...granted());
  tell(BACK);
  assertEquals([onAir.state.value, sound.state.value], ["off", "connecting"]);
  assertEquals(onAir.trouble.value, "The agent has the call again.");
  stop();
});

test("a line that breaks on air is said at once, and the call is handed back", async () => {
  const { onAir, socket, asked, tell, granted, said, stop, timers, card } = await setUp();
  await onAir.takeOver();
  socket.message(new ArrayBuffer(1601));
  tell(...granted());
  socket.drop();
  await timers.settle();
  assert(said.some((sentence) => sentence.includes("no longer hears you")));
  assertEquals([asked.at(-1), card.microphone], ["hand_back", null]);
  assert(onAir.trouble.value.includes("no longer hears you"));
  stop();
});

test("a microphone that is unplugged hands the call back", async () => {
  const { onAir, card, asked, tell, granted, timers, stop } = await setUp();
  await onAir.takeOver();
  tell(...granted());
  card.microphone?.lost();
  await timers.settle();
  assertEquals([asked.at(-1), onAir.state.value], ["hand_back", "handing_back"]);
  stop();
});

test("the end of the call ends it; leaving the page hands it back", async () => {
  const first = await setUp();
  await first.onAir.takeOver();
  first.tell(...first.granted());
  first.tell({
    type: "call.ended",
    reason: "caller_hung_up",
    code: "",
    durationMs: 1,
    usage: NO_USAGE,
  });
  assertEquals([first.onAir.state.value, first.card.microphone], ["off", null]);
  first.stop();
  assertEquals(first.asked, ["take_over"]);
  const second = await setUp();
  await second.onAir.takeOver();
  second.tell(...second.granted());
  second.stop();
  assertEquals(second.asked, ["take_over", "hand_back"]);
});

test("taken and handed back before we learned of either, nobody is left on air", async () => {
  const { onAir, tell, granted, stop, card } = await setUp();
  await onAir.takeOver();
  tell(...granted(), BACK);
  assertEquals([onAir.state.value, card.microphone], ["off", null]);
  stop();
});

test("where nobody knows whether the call was taken over its line is closed: no caller waits in silence", async () => {
  const { onAir, server, sound, socket, card, stop } = await setUp();
  await sound.listen();
  server.refuse = { code: "instance_unreached", message: "Not known.", fields: [] };
  await onAir.takeOver();
  assertEquals([onAir.state.value, onAir.trouble.value], ["off", "Not known."]);
  assertEquals([sound.state.value, socket.closed, card.microphone], ["off", true, null]);
  stop();
});
