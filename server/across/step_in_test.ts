// Stepping into a call of another instance: the same answers as at home, and the truth where nobody answers.
import { assertEquals } from "@std/assert";
import { createFleetStepIn } from "./step_in.ts";
import { FleetKit } from "../fleet/testing/fleet_kit.ts";
import { recordingLog } from "../telephony/testing/recording_listener.ts";
import type { OwnStepIn } from "../own_step_in.ts";

const END = { commandId: "k1", by: "Ana", owner: "session-1", request: { kind: "end" } } as const;

/** Two instances; "c1" lives on b. `asked`: what b's call was asked. */
async function twoInstances() {
  const kit = new FleetKit();
  const [a, b] = await kit.open("a", "b");
  const asked: unknown[] = [];
  const log = recordingLog();
  const nowhere: OwnStepIn = {
    command: () => "not_live",
    retract: () => "not_live",
    answerHand: () => "not_live",
    mayListen: () => "not_live",
    listen: () => "not_live",
  };
  const here: OwnStepIn = {
    ...nowhere,
    command(callId, command) {
      if (callId !== "c1") return "not_live";
      asked.push(command);
      return command.request.kind === "transfer" ? "cannot" : "taken";
    },
    retract: (_callId, commandId) => commandId === "k1" ? "retracted" : "too_late",
    answerHand(_callId, answered) {
      asked.push(answered);
      return answered.handId === "1" ? "answered" : "unknown";
    },
    mayListen: (callId) => callId === "c1" ? "full" : "not_live",
  };
  const instanceOf = (callId: string) => callId === "nobody's" ? undefined : b.fleet.me;
  const stepIn = createFleetStepIn({
    own: nowhere,
    fleet: a.fleet,
    instanceOf,
    clock: kit.clock,
    log,
  });
  const onB = createFleetStepIn({ own: here, fleet: b.fleet, instanceOf, clock: kit.clock, log });
  return { kit, a, b, stepIn, onB, asked, log };
}

Deno.test("R-07 a command for a call of another instance is taken there, by whoever gave it", async () => {
  const { kit, stepIn, onB, asked } = await twoInstances();
  assertEquals(await stepIn.command("c1", END), "taken");
  assertEquals(await onB.command("c1", END), "taken");
  assertEquals(asked, [END, END]);
  await kit.stop();
});

Deno.test("its instance's answers are those of the call: it cannot, too late, unknown, full, over", async () => {
  const { kit, stepIn, asked } = await twoInstances();
  const transfer = { ...END, request: { kind: "transfer", target: "", reason: "" } } as const;
  assertEquals(await stepIn.command("c1", transfer), "cannot");
  assertEquals(await stepIn.retract("c1", "k1"), "retracted");
  assertEquals(await stepIn.retract("c1", "k2"), "too_late");
  const hand = { handId: "1", answer: "Up to 50 euros.", who: "Ana" };
  assertEquals(await stepIn.answerHand("c1", hand), "answered");
  assertEquals(await stepIn.answerHand("c1", { ...hand, handId: "2", answer: 0 }), "unknown");
  assertEquals(await stepIn.mayListen("c1"), "full");
  // It ended, and the end is not told yet.
  assertEquals(await stepIn.command("c2", END), "not_live");
  assertEquals(await stepIn.command("nobody's", END), "not_live");
  assertEquals(asked.slice(1), [hand, { ...hand, handId: "2", answer: 0 }]);
  await kit.stop();
});

Deno.test("an instance that does not answer: not that the call is over, but that it was not reached", async () => {
  const { kit, b, stepIn, asked, log } = await twoInstances();
  b.bus.cut();
  const answers = Promise.all([
    stepIn.command("c1", END),
    stepIn.retract("c1", "k1"),
    stepIn.answerHand("c1", { handId: "1", answer: 0, who: "Ana" }),
    stepIn.mayListen("c1"),
  ]);
  await kit.run(2100);
  assertEquals(await answers, Array(4).fill("unreached"));
  b.die();
  await kit.run(10_000);
  const gone = stepIn.command("c1", END);
  await kit.run(2100);
  assertEquals(await gone, "unreached");
  assertEquals(asked, []);
  assertEquals(log.lines.filter(({ code }) => code === "fleet_step_in_unreached").length, 5);
  assertEquals(JSON.stringify(log.lines).includes("session-1"), false);
  await kit.stop();
});

Deno.test("R-06 what a newer server asks is refused, what nobody can read is not carried out", async () => {
  const { kit, a, b, asked, log } = await twoInstances();
  const ask = (value: unknown) =>
    a.fleet.ask(b.fleet.me, "step_in", value, 1000).catch(({ code }) => code);
  const command = { ...END, request: { kind: "sing", text: "la" } };
  assertEquals(await ask({ act: "command", callId: "c1", command }), "cannot");
  const more = { act: "command", callId: "c1", command: { ...END, mood: "new" }, later: true };
  assertEquals(await ask(more), "taken");
  assertEquals(asked, [END]);
  for (const value of [null, 7, "end", {}, { act: "dance" }, { act: "retract", callId: 1 }]) {
    assertEquals(await ask(value), "failed");
  }
  assertEquals(asked.length, 1);
  assertEquals(log.lines.filter(({ code }) => code === "fleet_words_odd").length, 1);
  await kit.stop();
});
