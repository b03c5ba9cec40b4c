// Finding past calls, the same of each implementation of the port.
import { assert, assertEquals } from "@std/assert";
import type { CallEventBody } from "../contract/event.ts";
import { NO_USAGE } from "../contract/call.ts";
import type { CallPlace, HistoryFilters } from "../contract/history_filters.ts";
import { CALL_ENDED, CALL_STARTED, callerLine, sampleCall } from "./sample_rows.ts";
import type { Store } from "./store.ts";
import { onEachStore, withStores } from "./testing/each_store.ts";

const T0 = 1_700_000_000_000;
let nextSeq = 1;

withStores();

async function add(
  store: Store,
  callId: string,
  bodies: readonly CallEventBody[],
  atMs = T0,
): Promise<void> {
  const { events, call } = sampleCall(callId, bodies, { firstSeq: nextSeq, atMs });
  nextSeq += bodies.length;
  // One event at a time, as a live call's come.
  for (const [i, event] of events.entries()) {
    await store.append([event], [
      sampleCall(callId, bodies.slice(0, i + 1), {
        firstSeq: events[0]!.seq,
        atMs,
      }).call,
    ]);
  }
  assertEquals(events.at(-1)?.seq, call.seq);
}

const said = (...texts: string[]) => [
  CALL_STARTED,
  ...texts.map((text, i) => callerLine(`item${i}`, text)),
  CALL_ENDED,
];

async function found(store: Store, filters: HistoryFilters): Promise<string[]> {
  const { calls, next, unindexed } = await store.searchCalls({ filters, limit: 50 });
  assertEquals([next, unindexed], [null, 0]);
  return calls.map(({ callId }) => callId).sort();
}

onEachStore(
  "calls are found by words of callers, agents, people, translations and summaries",
  async (store) => {
    await add(store, "a", [
      CALL_STARTED,
      callerLine("1", "My parcel is broken"),
      { type: "agent.line", itemId: "2", responseId: "r", text: "I refund the postage" },
      CALL_ENDED,
      { type: "call.summary", text: "Damaged in transit", source: "after_call" },
    ]);
    const line = { startMs: 0, endMs: 9, language: "de", confidence: 1 };
    await add(store, "b", [
      { ...CALL_STARTED, kind: "transcription" } as CallEventBody,
      { type: "speech.line", itemId: "1", speaker: "agent", text: "Guten Tag, Müller", ...line },
      {
        type: "speech.translated",
        itemId: "1",
        language: "en",
        text: "Hello, Miller",
        failed: false,
      },
      { type: "speech.translated", itemId: "1", language: "en", text: "Zeppelin", failed: true },
      { type: "caller.partial", itemId: "9", text: "airship" },
      CALL_ENDED,
    ]);
    for (
      const [text, ids] of [
        ["parcel", ["a"]],
        ["PARC refund", ["a"]],
        ["transit", ["a"]],
        ["muller", ["b"]],
        ["hello -tag", []],
        ["miller", ["b"]],
        ["zeppelin", []],
        ["airship", []],
        ['"is broken"', ["a"]],
        ['"broken is"', []],
        ["-parcel", ["b"]],
        ["parcel muller", []],
        ["...", []],
      ] as const
    ) assertEquals(await found(store, { text }), [...ids], text);
  },
);

onEachStore("snippets show who said it, when, and what of it was searched for", async (store) => {
  const bodies: CallEventBody[] = [
    CALL_STARTED,
    callerLine("1", "Nothing here"),
    callerLine("2", "My Parcel is broken"),
    {
      type: "agent.heard",
      itemId: "3",
      responseId: "r",
      startMs: 1,
      endMs: 2,
      heardMs: 100,
      generatedMs: 1000,
      interrupted: true,
      measure: "estimated",
    },
    {
      type: "agent.line",
      itemId: "3",
      responseId: "r",
      text: "Let me see what I can do about that parcel",
    },
    { type: "agent.line", itemId: "4", responseId: "r", text: "A parcel and a refund" },
    CALL_ENDED,
  ];
  await add(store, "a", bodies);
  const asked = { filters: { text: "parcel refund" }, limit: 9 };
  const { calls } = await store.searchCalls(asked);
  assertEquals(calls[0]?.snippets, [
    {
      who: "caller",
      offsetMs: 100,
      unheard: false,
      parts: [{ text: "My ", hit: false }, { text: "Parcel", hit: true }, {
        text: " is broken",
        hit: false,
      }],
    },
    {
      who: "agent",
      offsetMs: 400,
      unheard: true,
      parts: [{ text: "Let me see what I can do about that ", hit: false }, {
        text: "parcel",
        hit: true,
      }],
    },
    {
      who: "agent",
      offsetMs: 500,
      unheard: false,
      parts: [
        { text: "A ", hit: false },
        { text: "parcel", hit: true },
        { text: " and a ", hit: false },
        { text: "refund", hit: true },
      ],
    },
  ]);
  const bare = await store.searchCalls({ filters: { text: "parcel" }, limit: 9, snippets: false });
  assertEquals(bare.calls[0]?.snippets, []);

  // The same where they come at once, as after a time in which the store was away.
  const { events, call } = sampleCall("b", bodies, { firstSeq: nextSeq, atMs: T0 + 1 });
  nextSeq += bodies.length;
  await store.append(events, [call]);
  const both = await store.searchCalls(asked);
  assertEquals(both.calls.map(({ callId }) => callId), ["b", "a"]);
  assertEquals(both.calls[0]?.snippets, calls[0]?.snippets);
});

onEachStore("hostile words are words", async (store) => {
  const hostile = 'NEAR("x" OR *) AND \u0000 DROP TABLE; \u202e<script>alert(1)</script> ' +
    "z".repeat(100_000);
  await add(store, "a", said(hostile, "long ".repeat(20_000)));
  await add(store, "b", said("nothing"));
  const expected: [text: string, ids: string[]][] = [
    ["near OR and", ["a"]],
    ["drop table", ["a"]],
    ['NEAR("x"', ["a"]],
    ["script alert", ["a"]],
    ["z".repeat(90), ["a"]],
    ["long", ["a"]],
    ["\u0000drop", ["a"]],
    ["words:long", []],
    ["^long*", ["a"]],
    ["-near", ["b"]],
  ];
  for (const [text, ids] of expected) assertEquals(await found(store, { text }), [...ids], text);
  assertEquals(await found(store, { text: "a'; DELETE FROM calls" }), []);
  assertEquals(await found(store, {}), ["a", "b"]);
});

onEachStore("calls are found by their facts", async (store) => {
  await add(store, "plain", said("x"));
  await add(store, "rich", [
    {
      ...CALL_STARTED,
      agent: { id: "billing", name: "Billing", version: 3 },
      route: "Night",
      protocol: "avr",
      origin: "test",
      caller: "sip:+49 30 1234@host;x=777",
    } as CallEventBody,
    { type: "caller.interrupted", itemId: "1", heardMs: 1, droppedMs: 1 },
    { type: "tool.finished", toolCallId: "t", name: "crm", ok: false, tookMs: 1 },
    { type: "command.given", commandId: "c", kind: "whisper", by: "console", text: "hush" },
    { type: "call.ended", reason: "too_long", code: "", durationMs: 1, usage: NO_USAGE },
  ], T0 + 1000);
  await add(store, "live", [{ ...CALL_STARTED, kind: "transcription" } as CallEventBody, {
    type: "listener.joined",
    listenerId: "l",
    by: "x",
  }], T0 + 2000);
  const expected: [HistoryFilters, string[]][] = [
    [{ agent: "billing" }, ["rich"]],
    [{ version: 3 }, ["rich"]],
    [{ route: "Night" }, ["rich"]],
    [{ route: "" }, ["live", "plain"]],
    [{ protocol: "avr" }, ["rich"]],
    [{ origin: "test" }, ["rich"]],
    [{ kind: "transcription" }, ["live"]],
    [{ endReason: "too_long" }, ["rich"]],
    [{ from: T0 + 1000 }, ["live", "rich"]],
    [{ to: T0 + 1000 }, ["plain"]],
    [{ minDurationMs: 400 }, ["rich"]],
    [{ minDurationMs: 401 }, []],
    [{ number: "49301234" }, ["rich"]],
    [{ number: "777" }, []],
    [{ number: "0199" }, ["live", "plain", "rich"]],
    [{ interrupted: true }, ["rich"]],
    [{ interrupted: false }, ["live", "plain"]],
    [{ toolFailed: true }, ["rich"]],
    [{ steppedIn: true }, ["rich"]],
    [{ steppedIn: false, ended: true }, ["plain"]],
    [{ ended: false }, ["live"]],
    [{ agent: "billing", text: "x" }, []],
    [{ text: "hush" }, []],
  ];
  for (const [filters, ids] of expected) {
    assertEquals(await found(store, filters), ids, JSON.stringify(filters));
  }
  const { calls } = await store.searchCalls({ filters: { agent: "billing" }, limit: 1 });
  assertEquals(calls[0]?.marks, { toolFailures: 1, steppedIn: true });
});

onEachStore(
  "pages hold each call once, though new ones come in between and many are of one moment",
  async (store) => {
    for (const [i, atMs] of [5, 3, 3, 3, 1].entries()) {
      await add(
        store,
        `c${i}`,
        said("word"),
        atMs,
      );
    }
    const seen: string[] = [];
    let after: CallPlace | undefined;
    for (let page = 0; page < 9; page++) {
      const { calls, next } = await store.searchCalls({
        filters: { text: "word" },
        limit: 2,
        ...(after && { after }),
      });
      seen.push(...calls.map(({ callId }) => callId));
      if (!next) break;
      after = next;
      await add(store, `new${page}`, said("word"), 100 + page);
    }
    assertEquals(seen, ["c0", "c1", "c2", "c3", "c4"]);
  },
);

onEachStore("D-02 a batch that comes a second time counts nothing twice", async (store) => {
  const failed: CallEventBody = {
    type: "tool.finished",
    toolCallId: "t",
    name: "crm",
    ok: false,
    tookMs: 1,
  };
  const { events, call } = sampleCall("a", [CALL_STARTED, callerLine("1", "word"), failed]);
  await store.append(events, [call]);
  await store.append(events, [call]);
  const { calls } = await store.searchCalls({ filters: { text: "word" }, limit: 9 });
  assertEquals(calls.map(({ marks }) => marks?.toolFailures), [1]);
  assertEquals(calls[0]?.snippets.length, 1);
});

onEachStore(
  "a deleted call is in no answer any more, and nothing on its way brings it back",
  async (store) => {
    await add(store, "a", said("secret"));
    await add(store, "b", said("word"));
    await add(store, "live", [CALL_STARTED]);
    const highest = await store.lastSeq();
    await store.putDelivery({
      webhookId: "crm",
      id: "d",
      event: "call.finished",
      callId: "b",
      body: "",
      tries: [],
      state: "waiting",
      attempts: 0,
      nextAtMs: 1,
      createdAtMs: 1,
    });

    assertEquals(await store.deleteCall("nobody", T0), "unknown");
    assertEquals(await store.deleteCall("live", T0), "live");
    assertEquals(await store.deleteCall("a", T0), "deleted");
    assertEquals(await store.deleteCall("a", T0), "unknown");
    assertEquals(await store.deleteCall("b", T0), "deleted");
    assertEquals(await store.call("a"), undefined);
    assertEquals(await found(store, { text: "secret" }), []);
    assertEquals(await found(store, {}), ["live"]);
    assertEquals(await store.waitingDeliveries(), []);

    const late = sampleCall("a", [...said("secret"), {
      type: "call.summary",
      text: "secret",
      source: "after_call",
    }]);
    await store.append(late.events.slice(-1), [{ ...late.call, seq: highest + 1 }]);
    assertEquals(await store.call("a"), undefined);
    assertEquals(await found(store, { text: "secret" }), []);
    assertEquals(await store.lastSeq(), highest);
  },
);

onEachStore("numbers of events go on after the highest there ever was", async (store) => {
  const { events, call } = sampleCall("a", said("x"), { firstSeq: 9000 });
  await store.append(events, [call]);
  await store.deleteCall("a", T0);
  const older = sampleCall("b", said("x"), { firstSeq: 100 });
  await store.append(older.events, [older.call]);
  await store.deleteCall("b", T0);
  assertEquals(await store.lastSeq(), 9002);
});

onEachStore(
  "old calls go, those that ended longest ago first; live ones and young ones stay",
  async (store) => {
    for (const [id, atMs] of [["old", 1000], ["older", 500], ["young", 9000]] as const) {
      await add(store, id, said("x"), atMs);
    }
    await add(store, "live", [CALL_STARTED], 1);
    const ask = { endedBeforeMs: 5000, limit: 1, atMs: T0 };
    assertEquals(await store.deleteOldCalls(ask), ["older"]);
    assertEquals(await store.deleteOldCalls(ask), ["old"]);
    assertEquals(await store.deleteOldCalls(ask), []);
    assertEquals(await found(store, {}), ["live", "young"]);
    while (await store.sweep({ rows: 2, atMs: T0 })) assert(true);
    assertEquals(await found(store, { text: "x" }), ["young"]);
  },
);
