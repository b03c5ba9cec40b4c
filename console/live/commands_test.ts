import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { signal } from "@preact/signals";
import type { CommandRequest } from "../../server/contract/command.ts";
import { COMMAND_STATES } from "../../server/contract/command_kinds.ts";
import type { CallEventBody } from "../../server/contract/event.ts";
import type { Refusal } from "../api.ts";
import { test } from "../testing.ts";
import { type CallView, foldView } from "./call.ts";
import { commandsOf, createCommands, isFinal } from "./commands.ts";
import { FakeTimers } from "./fake_timers.ts";
import { sampleEvents, STARTED } from "./sample_calls.ts";
import { EMPTY_TRANSCRIPT } from "../../server/contract/transcript.ts";

const WHISPER: CallEventBody = {
  type: "command.given",
  commandId: "w",
  kind: "whisper",
  by: "console",
  text: "Offer a refund",
  when: "next_turn",
};
const at = (offsetMs: number, body: CallEventBody) => ({ ...body, offsetMs });
const becomes = (state: typeof COMMAND_STATES[number], more = {}): CallEventBody => ({
  type: "command.changed",
  commandId: "w",
  state,
  detail: "",
  ...more,
});

test("a whisper is followed from the asking to the reply it was used in", () => {
  const events = sampleEvents([
    at(1000, WHISPER),
    at(1000, becomes("sent")),
    at(2000, becomes("delivered")),
    at(4000, { type: "agent.speaking", itemId: "a", responseId: "r", startMs: 3900 }),
    at(6000, becomes("used", { responseId: "r" })),
  ]);
  assertEquals(commandsOf(events.slice(0, 2))[0]?.state, "sent");
  assertEquals(commandsOf(events.slice(0, 3))[0]?.state, "delivered");
  const [command] = commandsOf(events);
  assertEquals([command?.state, command?.used], ["used", { atMs: 3900, itemId: "a" }]);
  assertEquals([command?.givenMs, command?.changedMs], [1000, 6000]);
});

test("a final state stays, and news of what nobody asked are passed over", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...COMMAND_STATES), { maxLength: 10 }), (states) => {
      const events = sampleEvents([
        at(0, becomes("done")),
        at(1, WHISPER),
        ...states.map((state, i) => at(i + 2, becomes(state))),
      ]);
      const [command, ...others] = commandsOf(events);
      const firstFinal = states.findIndex((state) => isFinal({ state }));
      const expected = firstFinal === -1 ? states.at(-1) ?? "sent" : states[firstFinal];
      assertEquals([command?.state, others.length], [expected, 0]);
    }),
  );
});

function setUp() {
  const timers = new FakeTimers();
  const said: string[] = [];
  const server = {
    refuse: null as Refusal | null,
    asked: [] as (CommandRequest | string)[],
    hold: null as Promise<void> | null,
  };
  let bodies = [STARTED];
  const fold = (): CallView =>
    foldView({ call: null, transcript: EMPTY_TRANSCRIPT, events: [] }, sampleEvents(bodies));
  const view = signal(fold());
  const commands = createCommands({
    callId: "call-1",
    view,
    timers,
    say: (sentence) => said.push(sentence),
    api: {
      async command(_, request) {
        server.asked.push(request);
        await server.hold;
        return server.refuse
          ? { ok: false, refusal: server.refuse }
          : { ok: true, value: { commandId: "w" } };
      },
      retract(_, commandId) {
        server.asked.push(commandId);
        return Promise.resolve(
          server.refuse ? { ok: false, refusal: server.refuse } : { ok: true, value: null },
        );
      },
    },
  });
  const tell = (...more: CallEventBody[]) => {
    bodies = [...bodies, ...more.map((body) => at(5000, body))];
    view.value = fold();
  };
  return { timers, said, server, commands, tell };
}

const ASK: CommandRequest = { kind: "whisper", text: "Offer a refund", when: "next_turn" };
const REFUSAL: Refusal = { code: "in_use", message: "The call is over.", fields: [] };

test("a wish is under way until the call itself tells of it, not until it was answered", async () => {
  const { commands, tell } = setUp();
  assertEquals(await commands.give(ASK), "w");
  assertEquals([...commands.underway.value], ["whisper"]);
  tell(WHISPER);
  assertEquals([...commands.underway.value], []);
  commands.stop();
});

test("news that were faster than the answer count as well", async () => {
  const { commands, server, tell } = setUp();
  const { promise, resolve } = Promise.withResolvers<void>();
  server.hold = promise;
  const given = commands.give(ASK);
  tell(WHISPER, becomes("sent"));
  resolve();
  await given;
  assertEquals([...commands.underway.value], []);
  commands.stop();
});

test("where the stream is broken the button comes back after a while", async () => {
  const { commands, timers } = setUp();
  await commands.give(ASK);
  timers.advance(8000);
  assertEquals([...commands.underway.value], []);
  commands.stop();
});

test("what was given here is told as it goes, each state once; what others gave is not", async () => {
  const { commands, said, tell } = setUp();
  await commands.give(ASK);
  tell(WHISPER, becomes("sent"), { ...WHISPER, commandId: "other" }, {
    ...becomes("refused"),
    commandId: "other",
  } as CallEventBody);
  tell(becomes("delivered"));
  tell({ type: "call.note", code: "x", detail: "" });
  tell(becomes("not_used"));
  assertEquals(said, [
    "Whisper: The agent was told; no answer since",
    "Whisper: Not used: the call ended before",
  ]);
  commands.stop();
});

test("a refusal is said, stays to be read, and goes with the next wish", async () => {
  const { commands, server, said } = setUp();
  server.refuse = REFUSAL;
  assertEquals(await commands.give(ASK), null);
  assertEquals([commands.trouble.value, said[0]], ["The call is over.", "The call is over."]);
  assertEquals([...commands.underway.value], []);
  await commands.retract("w");
  assertEquals(commands.trouble.value, "The call is over.");
  server.refuse = null;
  await commands.retract("w");
  assertEquals([commands.trouble.value, server.asked.at(-1)], ["", "w"]);
  commands.stop();
});

test("whether it was taken is not known where its instance did not answer, until the call tells", async () => {
  const { commands, server, said, tell } = setUp();
  server.refuse = { code: "instance_unreached", message: "Not known.", fields: [] };
  assertEquals(await commands.give(ASK), null);
  assertEquals([commands.trouble.value, commands.unsure.value], ["Not known.", true]);
  tell({ ...WHISPER, commandId: "other", text: "Something else" } as CallEventBody);
  assertEquals(commands.unsure.value, true);
  tell(WHISPER, becomes("delivered"));
  assertEquals([commands.trouble.value, commands.unsure.value], ["", false]);
  tell(becomes("not_used"));
  assertEquals(said, [
    "Not known.",
    "Whisper: The agent was told; no answer since",
    "Whisper: Not used: the call ended before",
  ]);
  commands.stop();
});

test("a refusal of the call itself leaves nothing open", async () => {
  const { commands, server } = setUp();
  server.refuse = REFUSAL;
  await commands.give(ASK);
  assertEquals(commands.unsure.value, false);
  commands.stop();
});
