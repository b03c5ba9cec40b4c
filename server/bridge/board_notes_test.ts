// The notice board in one call: every session of the model knows what holds, and is told once what does not any more.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { BoardNote } from "./board_notes.ts";
import { AGENT, LOST, type Rig, startRig } from "./fake_call_test_kit.ts";

/** Of the clock of the tests. */
const NOW = 1_700_000_000_000;
const PORTO: BoardNote = { id: "n1", text: "Porto is closed.", expiresAtMs: NOW + 45 * 60_000 };
const SNOW: BoardNote = { id: "n2", text: "Snow delays parcels.", expiresAtMs: NOW + 7_200_000 };

function live(board: readonly BoardNote[] = []): Rig {
  const rig = startRig();
  rig.call.post(board);
  rig.model.ready();
  rig.model.tell_.length = 0;
  return rig;
}

const told = (rig: Rig) => rig.all("notice.told").map(({ noticeId }) => noticeId);
const over = (rig: Rig) => rig.all("notice.over").map(({ noticeId }) => noticeId);

Deno.test("a live call is told of a new note at once, and once, without being made to speak", () => {
  const rig = live();
  const wishes = rig.model.wishes.length;
  rig.call.post([PORTO]);
  rig.call.post([PORTO]);
  assertEquals(rig.model.tell_, [
    "Notice for all calls, valid until 2023-11-14 22:58 UTC (for 45 minutes from now): " +
    "Porto is closed.",
  ]);
  assertEquals([told(rig), rig.model.wishes.length], [["n1"], wishes]);
  assertEquals(rig.only("notice.told").text, "Porto is closed.");
});

Deno.test("a call that begins has the board in its instructions, and in those of each single answer", () => {
  const rig = startRig({ greeting: "Greet." });
  rig.call.post([PORTO, SNOW]);
  assertEquals(told(rig), []);
  rig.model.ready();
  // What was posted after it was dialled is told; the rest of the answers have it in writing.
  assertEquals(rig.model.tell_.length, 2);
  assertEquals(told(rig), ["n1", "n2"]);
  assertStringIncludes(rig.model.wishes[0]!.instructions!, "# Notices for all calls\n- valid");

  const later = startRig({}, undefined, { briefing: new Promise(() => {}) });
  later.call.post([PORTO]);
  assertEquals([later.upstreams.length, told(later)], [0, []]);
});

Deno.test("a session that is dialled with the board in its instructions is not told again", () => {
  const rig = live([PORTO]);
  rig.model.says({ type: "lost", failure: LOST });
  rig.clock.advance(1000);
  assertStringIncludes(rig.model.settings.instructions, "Porto is closed.");
  rig.model.ready();
  assertEquals(rig.model.tell_.filter((text) => text.includes("Notice for all calls")), []);
  assertEquals(told(rig), ["n1"]);
});

Deno.test("a note that is gone is taken back, once; one that came and went while nobody was there is not told", () => {
  const rig = live([PORTO]);
  rig.call.post([]);
  rig.call.post([]);
  assertEquals(rig.model.tell_, [
    "This notice does not hold any more, forget it: Porto is closed.",
  ]);
  assertEquals(over(rig), ["n1"]);
  rig.model.says({ type: "lost", failure: LOST });
  rig.call.post([SNOW]);
  rig.call.post([]);
  rig.clock.advance(1000);
  rig.model.ready();
  assertEquals(rig.model.tell_.filter((text) => /notice/i.test(text)), []);
  assertEquals([told(rig), over(rig)], [["n1"], ["n1"]]);
});

Deno.test("what changes while the next session is dialled is told when it is ready", () => {
  const rig = live([PORTO]);
  rig.model.says({ type: "lost", failure: LOST });
  rig.clock.advance(1000);
  rig.call.post([SNOW]);
  rig.model.ready();
  const notices = rig.model.tell_.filter((text) => /notice/i.test(text));
  assertEquals(notices.map((text) => text.includes("Snow")), [false, true]);
  assertEquals([told(rig), over(rig)], [["n1", "n2"], ["n1"]]);
});

Deno.test("nothing is told once the call ends, and nothing follows its end", () => {
  const rig = live();
  rig.call.fail("drained", "E_DRAIN", true);
  rig.call.post([PORTO]);
  rig.call.listener.closed({ by: "phone", detail: "" });
  rig.clock.advance(5000);
  rig.call.post([SNOW]);
  assertEquals([told(rig), rig.events.at(-1)?.type], [[], "call.ended"]);
});

Deno.test("an agent that takes over knows the board as well", async () => {
  const config = { ...AGENT, name: "Billing" };
  const briefing = {
    agent: { id: "billing", name: "Billing", version: 1 },
    config,
    instructions: "You bill.",
    instructionsFrom: "agent" as const,
    tools: [],
    mcp: [],
    handover: [],
    summaryPrompt: "",
    notes: [],
  };
  const first = { ...briefing, handover: [{ id: "billing", name: "Billing", when: "Invoices." }] };
  const rig = startRig({}, undefined, {
    briefing: first,
    briefAgain: () => Promise.resolve(briefing),
  });
  rig.call.post([PORTO]);
  rig.model.ready();
  rig.model.says({ type: "response_started", responseId: "r1", cause: "turn" });
  rig.model.says({
    type: "tool_call",
    responseId: "r1",
    toolCallId: "t1",
    name: "route_to_agent",
    args: '{"agent":"billing","intent":"x"}',
  });
  for (let i = 0; i < 10; i++) await Promise.resolve();
  assert(rig.model.reconfigured[0]!.instructions.startsWith("You bill."));
  assertStringIncludes(rig.model.reconfigured[0]!.instructions, "Porto is closed.");
});
