// Random commands at random moments: no call is left silent, and each command comes to exactly one end.
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { CommandRequest } from "../contract/command.ts";
import type { CallEventBody } from "../contract/event.ts";
import type { PhoneTool } from "../telephony/channel.ts";
import { type FakeListener, give, listens, spoken, statesOf } from "./command_test_kit.ts";
import { AGENT, FakeChannel, LOST, type Rig, startRig } from "./fake_call_test_kit.ts";
import { LivelyModel } from "./lively_model_test_kit.ts";

const FINAL = new Set(["used", "not_used", "done", "refused", "retracted"]);

type Act =
  | { do: "give"; request: CommandRequest; owner: string }
  | { do: "retract"; which: number }
  | { do: "caller"; speaks: boolean }
  | { do: "model"; ms: number }
  | { do: "empty" }
  | { do: "lose" }
  | { do: "pass"; ms: number }
  | { do: "listen"; owner: string }
  | { do: "leave" }
  | { do: "speak" }
  | { do: "digit" };

const owner = fc.constantFrom("ann", "bob");
const request: fc.Arbitrary<CommandRequest> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom<CommandRequest>(
      { kind: "whisper", text: "w", when: "now" },
      { kind: "whisper", text: "w", when: "after_caller" },
      { kind: "whisper", text: "w", when: "next_turn" },
    ),
  },
  { weight: 4, arbitrary: fc.constant<CommandRequest>({ kind: "say", text: "s" }) },
  { weight: 2, arbitrary: fc.constant<CommandRequest>({ kind: "take_over" }) },
  { weight: 2, arbitrary: fc.constant<CommandRequest>({ kind: "hand_back" }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<CommandRequest>(
      { kind: "transfer", target: "tel:+1", reason: "" },
      { kind: "transfer", target: "", reason: "why" },
      { kind: "end" },
    ),
  },
);
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("give" as const), request, owner }) },
  { weight: 1, arbitrary: fc.nat({ max: 9 }).map((which): Act => ({ do: "retract", which })) },
  { weight: 4, arbitrary: fc.boolean().map((speaks): Act => ({ do: "caller", speaks })) },
  { weight: 8, arbitrary: fc.constantFrom(200, 1500).map((ms): Act => ({ do: "model", ms })) },
  { weight: 5, arbitrary: fc.constantFrom(20, 300, 2000).map((ms): Act => ({ do: "pass", ms })) },
  { weight: 2, arbitrary: owner.map((owner): Act => ({ do: "listen", owner })) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<Act>(
      { do: "speak" },
      { do: "speak" },
      { do: "leave" },
      {
        do: "digit",
      },
      { do: "empty" },
      { do: "lose" },
    ),
  },
);

class Outputs extends FakeChannel {
  readonly handsOver = true;
}

/** A transfer that fails in a moment, or comes about. */
function transferTool(ok: boolean): PhoneTool {
  return {
    name: "transfer_call",
    description: "",
    parameters: { type: "object", required: ["target"] },
    then: "handed_over",
    targetArgument: "target",
    run: () => Promise.resolve({ ok, say: "x" }),
  };
}

interface Played {
  rig: Rig;
  channel: FakeChannel;
  model(): LivelyModel;
  given: string[];
  turns: number;
  speaking: string | null;
  ears: FakeListener[];
}

function ring(guarded: boolean, answers: boolean): Played {
  let last: LivelyModel | null = null;
  const trace: string[] = [];
  const channel = new Outputs(trace, [transferTool(answers)]);
  const rig = startRig(
    { turnTaking: { ...AGENT.turnTaking, bargeIn: true, bargeInMs: guarded ? 300 : 0 } },
    undefined,
    {
      channel,
      openUpstream: (settings, _id, listener) => {
        last = new LivelyModel(settings, listener, trace);
        last.answersTurns = !guarded;
        return last;
      },
    },
  );
  return { rig, channel, model: () => last!, given: [], turns: 0, speaking: null, ears: [] };
}

async function perform(played: Played, act: Act): Promise<void> {
  const { rig, given, ears } = played;
  const model = played.model();
  switch (act.do) {
    case "give":
      given.push(give(rig, act.request, act.owner));
      break;
    case "retract":
      if (given.length > 0) rig.call.retract(given[act.which % given.length]!);
      break;
    case "caller":
      caller(played, act.speaks);
      break;
    case "model":
      if (model.isReady) model.goOn(act.ms);
      else model.ready();
      break;
    case "empty":
      model.empty = 1;
      break;
    case "lose":
      if (model.isReady && !model.lost) model.says({ type: "lost", failure: LOST });
      played.speaking = null;
      break;
    case "pass":
      rig.clock.advance(act.ms);
      break;
    case "listen":
      if (rig.call.steppingIn.hasRoom) ears.push(listens(rig, act.owner));
      break;
    case "leave":
      ears.shift()?.leave();
      break;
    case "speak":
      for (let i = 0; i < 5; i++) {
        ears.at(-1)?.speak(spoken(0x10));
        rig.clock.advance(100);
      }
      break;
    case "digit":
      rig.call.listener.digit("5");
      break;
  }
  for (let i = 0; i < 8; i++) await Promise.resolve();
}

function caller(played: Played, speaks: boolean): void {
  const model = played.model();
  if (!model.isReady || model.lost || (played.speaking !== null) === speaks) return;
  if (speaks) model.callerStarts(played.speaking = `c${++played.turns}`);
  else {
    model.callerStops(played.speaking!);
    played.speaking = null;
  }
}

/** Lets the model work and time pass, until whatever was begun has come to its end. */
async function settle(played: Played, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 200) {
    const model = played.model();
    if (!model.isReady) model.ready();
    model.empty = 0;
    model.goOn(600);
    played.rig.clock.advance(200);
    for (let i = 0; i < 4; i++) await Promise.resolve();
  }
}

const isOver = ({ rig, channel }: Played) =>
  channel.ending !== null || rig.all("call.ended").length > 0;

function assertNobodySpokeOver(events: readonly CallEventBody[]): void {
  let taken = false;
  for (const event of events) {
    if (event.type === "supervisor.took_over") taken = true;
    if (event.type === "supervisor.handed_back") taken = false;
    if (event.type !== "agent.speaking") continue;
    assert(
      !taken || event.itemId.startsWith("supervisor-"),
      `${event.itemId} was heard while a person spoke`,
    );
  }
}

const story = fc.array(act, { minLength: 5, maxLength: 60, size: "max" });

Deno.test("whatever supervisors ask for and when: no call is left silent, each command has one end", async () => {
  await fc.assert(
    fc.asyncProperty(story, fc.boolean(), fc.boolean(), async (acts, guarded, answers) => {
      const played = ring(guarded, answers);
      const { rig, channel } = played;
      played.model().ready();
      for (const act of acts) await perform(played, act);
      caller(played, false);
      for (const ear of played.ears) ear.leave();
      await settle(played, 40_000);
      if (!isOver(played)) {
        const before = channel.playedBytes;
        caller(played, true);
        await settle(played, 1000);
        caller(played, false);
        await settle(played, 20_000);
        assert(
          isOver(played) || channel.playedBytes > before,
          "the caller was left in silence",
        );
      }
      for (const { commandId, kind } of rig.all("command.given")) {
        // Only a whisper may still wait: for an answer that uses it.
        const state = statesOf(rig, commandId).at(-1)!;
        assert(kind === "whisper" || FINAL.has(state), `${kind} is still ${state}`);
      }
      rig.call.listener.closed({ by: "phone", detail: "" });
      rig.clock.advance(5000);
      const ends = rig.events.findIndex(({ type }) => type === "call.ended");
      assertEquals(ends, rig.events.length - 1);
      for (const id of played.given) {
        const states = statesOf(rig, id);
        assertEquals(states[0], "sent");
        const final = states.filter((state) => FINAL.has(state));
        assertEquals([final.length, FINAL.has(states.at(-1)!)], [1, true], `${id}: ${states}`);
      }
      assertNobodySpokeOver(rig.events);
      const [took, back] = [rig.all("supervisor.took_over"), rig.all("supervisor.handed_back")];
      assertEquals(took.length, back.length);
      assertEquals(rig.clock.pending, 0);
    }),
    { numRuns: 300 },
  );
});
