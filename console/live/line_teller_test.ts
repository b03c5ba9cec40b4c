import { assertEquals } from "@std/assert";
import { signal } from "@preact/signals";
import { EMPTY_TRANSCRIPT } from "../../server/contract/transcript.ts";
import { test } from "../testing.ts";
import { type CallView, foldView } from "./call.ts";
import { createLineTeller } from "./line_teller.ts";
import { sampleEvents, STARTED } from "./sample_calls.ts";

const EVENTS = sampleEvents([
  STARTED,
  { type: "caller.line", offsetMs: 900, itemId: "c1", text: "Hello", startMs: 0, endMs: 800 },
  { type: "caller.partial", offsetMs: 1000, itemId: "c2", text: "I would" },
  {
    type: "caller.line",
    offsetMs: 1500,
    itemId: "c2",
    text: "I would pay",
    startMs: 950,
    endMs: 1400,
  },
  {
    type: "agent.line",
    offsetMs: 1600,
    itemId: "a1",
    responseId: "r",
    text: "With pleasure, by card",
  },
  {
    type: "agent.heard",
    offsetMs: 2000,
    itemId: "a1",
    responseId: "r",
    startMs: 1600,
    endMs: 2000,
    heardMs: 500,
    generatedMs: 1000,
    interrupted: true,
    measure: "reported",
  },
]);
const EMPTY: CallView = { call: null, transcript: EMPTY_TRANSCRIPT, events: [] };

function setUp(announce = true) {
  const view = signal(EMPTY);
  const said: string[] = [];
  const stop = createLineTeller({
    view,
    prefs: { announce: signal(announce) },
    announcer: { say: (text) => said.push(text), hush: () => said.push("(hush)") },
  });
  const upTo = (count: number) => view.value = foldView(EMPTY, EVENTS.slice(0, count));
  return { said, stop, upTo };
}

test("only lines that finish while the page is open are told, partials never", () => {
  const { said, stop, upTo } = setUp();
  upTo(2);
  upTo(3);
  assertEquals(said, []);
  upTo(4);
  upTo(4);
  assertEquals(said, ["Caller: I would pay"]);
  stop();
});

test("an agent's line is told once it was heard, and only what was heard", () => {
  const { said, stop, upTo } = setUp();
  upTo(4);
  upTo(5);
  assertEquals(said, []);
  upTo(6);
  assertEquals(said, ["Agent: With pleasure, – interrupted"]);
  stop();
  assertEquals(said.at(-1), "(hush)");
});

test("whoever turned it off is told nothing", () => {
  const { said, upTo } = setUp(false);
  upTo(2);
  upTo(6);
  assertEquals(said, []);
});
