// What of a call's events is shown and kept when somebody says or types the number of a card.
import { assert, assertEquals } from "@std/assert";
import { ManualClock } from "../clock.ts";
import type { CallEventBody } from "../contract/event.ts";
import { silentLog } from "../observe/log.ts";
import { CALL_ENDED, CALL_STARTED } from "../store/sample_rows.ts";
import { createFlakyStore } from "./flaky_store.ts";
import { createFloor } from "./floor.ts";
import { createHub } from "./hub.ts";
import { readAvailable } from "./read_sse.ts";
import { Redactor, withoutCardsInJson } from "./redactor.ts";
import { SAMPLE_STATUS } from "./sample_status.ts";

const CARD = "4111 1111 1111 1111";
const SHOWN = "[card number •••• 1111]";
const line = (text: string): CallEventBody => (
  { type: "caller.line", itemId: "i", text, startMs: 100, endMs: 900 }
);
const of = (...bodies: CallEventBody[]) => {
  const redactor = new Redactor(() => true);
  return bodies.map((body) => redactor.redacted(body));
};

Deno.test("I10 a card number is in no event of any kind that holds words", () => {
  const tool = { toolCallId: "t", name: "pay" };
  const bodies: CallEventBody[] = [
    { ...CALL_STARTED, variables: { card: CARD } } as CallEventBody,
    { type: "caller.partial", itemId: "i", text: CARD },
    line(CARD),
    { type: "agent.partial", itemId: "a", responseId: "r", text: CARD },
    { type: "agent.line", itemId: "a", responseId: "r", text: CARD },
    { type: "tool.called", ...tool, args: JSON.stringify({ card: CARD }) },
    { type: "tool.finished", ...tool, ok: true, tookMs: 1, result: CARD },
    { type: "speech.partial", itemId: "i", speaker: "agent", text: CARD, startMs: 0 },
    { type: "speech.translated", itemId: "i", language: "de", text: CARD, failed: false },
    { type: "command.given", commandId: "c", kind: "whisper", by: "Ada", text: CARD },
    {
      type: "hand.raised",
      handId: "h",
      question: CARD,
      answers: [CARD],
      untilMs: 1,
      otherwise: CARD,
    },
    { type: "hand.lowered", handId: "h", by: "supervisor", answer: CARD },
    { type: "notice.told", noticeId: "n", text: CARD },
    {
      type: "agent.changed",
      agent: { id: "a", name: "A", version: 1 },
      intent: CARD,
      summary: CARD,
      urgency: CARD,
      sentiment: CARD,
    },
    { type: "call.note", code: "x", detail: CARD },
    { type: "caller.digits", digits: CARD.replaceAll(" ", ""), secret: false, endedBy: "gap" },
    { ...CALL_ENDED, outputs: { COMPLETION_SUMMARY: CARD } } as CallEventBody,
    { type: "call.summary", text: CARD, source: "in_call" },
  ];
  for (const body of of(...bodies)) {
    const text = JSON.stringify(body);
    assert(!/4111|1111 1111/.test(text) && text.includes(SHOWN), text);
  }
});

Deno.test("an event without one is the same, ids and addresses among them", () => {
  const body: CallEventBody = {
    ...CALL_STARTED,
    caller: "tel:+4111111111111111",
    conversationId: "4111-1111-1111-1111",
  } as CallEventBody;
  const [same] = of(body);
  assertEquals(same, body);
  const words = line("nothing to see");
  assert(of(words)[0] === words);
});

Deno.test("arguments stay JSON where they were", () => {
  for (
    const [args, kept] of [
      ['{"card":4111111111111111,"n":1}', `{"card":"${SHOWN}","n":1}`],
      [`{"card":"${CARD}"}`, `{"card":"${SHOWN}"}`],
      ["[4111,1111,1111,1111]", `[${SHOWN}]`],
      [String.raw`{"said":"4111\n1111\u20131111 1111"}`, `{"said":"${SHOWN}"}`],
      [String.raw`{ "said" : "\u00e4" }`, String.raw`{ "said" : "\u00e4" }`],
      [`not JSON ${CARD}`, `not JSON ${SHOWN}`],
      ['{ "n" : 1 }', '{ "n" : 1 }'],
    ]
  ) assertEquals(withoutCardsInJson(args!), kept);
});

Deno.test("of keys the first six are shown as they are pressed, and an input that is no card whole", () => {
  const key = (digit: string): CallEventBody => ({ type: "caller.digit", digit });
  const input = (digits: string): CallEventBody => (
    { type: "caller.digits", digits, secret: false, endedBy: "terminator" }
  );
  const number = "12345678";
  const shown = of(...[...number].map(key), input(number), key("1"));
  assertEquals(
    shown.map((body) => body.type === "caller.digit" ? body.digit : body.type).join(" "),
    "1 2 3 4 5 6 • • caller.digits 1",
  );
  assertEquals(shown[8], input(number));
});

Deno.test("each speaker's lines go on for themselves", () => {
  const [, , second] = of(
    line("4111 1111 11"),
    { type: "agent.line", itemId: "a", responseId: "r", text: "Yes?" },
    line("11 1111"),
  );
  assertEquals(second, line("[card number ••••]"));
});

Deno.test("switched off, everything stays; switched on, it holds from the next event", () => {
  let on = false;
  const redactor = new Redactor(() => on);
  const body = line(CARD);
  assert(redactor.redacted(body) === body);
  on = true;
  assertEquals(redactor.redacted(body), line(SHOWN));
});

Deno.test("I10 what the store keeps and the feed shows has no card number, nor the call's last line", async () => {
  const clock = new ManualClock();
  const store = createFlakyStore();
  const hub = createHub({ clock, log: silentLog, epoch: "here" });
  const status = () => SAMPLE_STATUS;
  const floor = await createFloor({ store, hub, clock, log: silentLog, status });
  const feed = floor.open({ lastEventId: null });
  for (const body of [CALL_STARTED, line(`It is ${CARD}.`), CALL_ENDED]) floor.emit("a", body, 0);
  await clock.run(100);
  const afterword = floor.afterword("a", {
    type: "call.summary",
    text: CARD,
    source: "after_call",
  });
  await clock.run(100);
  await afterword;
  const record = await store.call("a");
  assertEquals(record?.call.lastCallerLine, `It is ${SHOWN}.`);
  assertEquals(record?.call.summary, SHOWN);
  const shown = await readAvailable(feed.stream);
  assert(shown.includes(SHOWN));
  assert(!/4111|1111 1111/.test(shown + JSON.stringify(record)));
  await floor.close();
  await store.close();
});

Deno.test("a recording that was deleted is gone from the call's record, after its end", async () => {
  const clock = new ManualClock();
  const store = createFlakyStore();
  const hub = createHub({ clock, log: silentLog });
  const floor = await createFloor({
    store,
    hub,
    clock,
    log: silentLog,
    status: () => SAMPLE_STATUS,
  });
  const ended = { durationMs: 5, audioBytes: 80, ok: true, detail: "" };
  for (
    const body of [CALL_STARTED, { type: "recording.started" }, {
      type: "recording.ended",
      ...ended,
    }, CALL_ENDED]
  ) floor.emit("a", body as CallEventBody, 0);
  await clock.run(100);
  assertEquals((await floor.call("a"))?.call.recording, "kept");
  const deleted = floor.afterword("a", { type: "recording.deleted", why: "old" });
  await clock.run(100);
  await deleted;
  assertEquals((await store.call("a"))?.call.recording, "gone");
  await floor.close();
  await store.close();
});
