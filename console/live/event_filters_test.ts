import { assert, assertEquals } from "@std/assert";
import { callEventBodySchema } from "../../server/contract/event.ts";
import { test } from "../testing.ts";
import { EVENT_FILTERS, passes } from "./event_filters.ts";
import { sampleEvents, STARTED } from "./sample_calls.ts";

const EVENTS = sampleEvents([
  STARTED,
  { type: "caller.line", offsetMs: 1, itemId: "c", text: "Hi", startMs: 0, endMs: 1 },
  { type: "caller.digit", offsetMs: 2, digit: "4" },
  { type: "agent.thinking", offsetMs: 3, responseId: "r", cause: "turn" },
  { type: "agent.speaking", offsetMs: 4, itemId: "a", responseId: "r", startMs: 4 },
  { type: "tool.finished", offsetMs: 5, toolCallId: "t", name: "n", ok: false, tookMs: 1 },
  { type: "listener.joined", offsetMs: 6, listenerId: "l", by: "Ada" },
  { type: "call.note", offsetMs: 7, code: "x", detail: "" },
]);

test("each filter shows its kind of event, trouble whatever kind it is of", () => {
  const seen = Object.fromEntries(
    EVENT_FILTERS.map((filter) => [
      filter,
      EVENTS.filter((event) => passes(event, filter)).map(({ seq }) => seq),
    ]),
  );
  assertEquals(seen, {
    all: [1, 2, 3, 4, 5, 6, 7, 8],
    speech: [2, 5],
    model: [4],
    tools: [6],
    phone: [1, 3],
    supervisor: [7],
    trouble: [6],
  });
});

test("every type of event is under a filter, but for those of the call as a whole", () => {
  const own = EVENT_FILTERS.filter((filter) => filter !== "all" && filter !== "trouble");
  const types = callEventBodySchema.options.map(({ shape }) => shape.type.value);
  const alone = types.filter((type) =>
    !own.some((filter) => passes({ ...EVENTS[0]!, type } as never, filter))
  );
  assert(types.length > 30);
  assertEquals(alone, [
    "call.degraded",
    "call.recovered",
    "call.note",
    "call.warned",
    "call.ending",
    "call.summary",
  ]);
});
