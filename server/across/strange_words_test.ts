// Whatever another instance says, or somebody on the bus who is none: nobody throws, little is logged, nothing grows,
// and what is said well right after it is understood.
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { followBooks } from "./books.ts";
import { type BookName, BOOKS } from "./changes.ts";
import { joinFloor } from "./floor.ts";
import { createFleetPhones } from "./phones.ts";
import { fleetSignInCodes, shareSpentFlows } from "./sign_in.ts";
import { openFleetSpend } from "./spend.ts";
import { createFleetStepIn } from "./step_in.ts";
import { createLocalBus } from "../bus/local_bus.ts";
import { FleetKit } from "../fleet/testing/fleet_kit.ts";
import { createFloor } from "../floor/floor.ts";
import { createHub } from "../floor/hub.ts";
import { SAMPLE_STATUS } from "../floor/sample_status.ts";
import { OneUseCode } from "../http/admission/one_use_code.ts";
import type { OwnStepIn } from "../own_step_in.ts";
import { newFlowKey, OidcFlows } from "../people/oidc_flows.ts";
import { createMemoryStore } from "../store/memory_store.ts";
import { CALL_ENDED, CALL_STARTED, callerLine } from "../store/sample_rows.ts";
import { recordingLog } from "../telephony/testing/recording_listener.ts";

/** "bad" tells whatever a case holds; "b" has all that hears it. */
async function setUp() {
  const log = recordingLog();
  const kit = new FleetKit({ log });
  const { clock } = kit;
  const [bad] = await kit.open("bad");
  const b = kit.join("b");
  const { fleet } = b;
  const store = createMemoryStore();
  const hub = createHub({ clock, log, epoch: "b" });
  const status = () => SAMPLE_STATUS;
  const floor = await createFloor({ store, hub, clock, log, status, instance: fleet.me });
  const asked: string[] = [];
  const own: OwnStepIn = {
    command: (_callId, { commandId }) => (asked.push(commandId), "taken"),
    retract: () => "too_late",
    answerHand: () => "unknown",
    mayListen: () => "yes",
    listen(_callId, listener) {
      listener.state("listener-1", false);
      return { leave() {}, speak() {} };
    },
  };
  const stops = [
    joinFloor({ floor, fleet, clock, log }),
    followBooks({
      fleet,
      books: Object.fromEntries(
        BOOKS.map((name) => [name, { reload: () => Promise.resolve(true) }]),
      ) as Record<BookName, { reload(): Promise<boolean> }>,
      sessions: {
        reload: () => Promise.resolve(true),
        begunElsewhere: () => Promise.resolve(),
        endedElsewhere() {},
      },
      clock,
      log,
      random: () => 0,
    }),
  ];
  createFleetStepIn({ own, fleet, instanceOf: () => undefined, clock, log });
  createFleetPhones({ fleet, clock, log }).serve({
    audiohook: { used() {} },
    audiocodes: { holds: () => false, take: () => true },
    asterisk: { announced() {}, announcementTaken() {} },
  });
  const spend = await openFleetSpend({
    ...{ fleet, salt: "s", store, clock, log, budgetUsd: 10, maxCallsPerNumberPerHour: 2 },
    onChange() {},
  });
  fleetSignInCodes(fleet, new OneUseCode(clock));
  shareSpentFlows(fleet, new OidcFlows(clock, newFlowKey()));
  fleet.start(() => b.facts);
  await kit.run(1000);
  return {
    ...{ kit, bad, b, floor, asked, log },
    stranger: createLocalBus(kit.wire),
    async close() {
      for (const stop of stops) stop();
      const closed = Promise.all([spend.stop(), floor.close()]);
      await kit.run(1000);
      await closed;
      await kit.stop();
      await store.close();
    },
  };
}

const event = (seq: number, body: object) => ({ callId: "c1", seq, atMs: 1, offsetMs: 1, ...body });
const COMMAND = { commandId: "k", by: "b", owner: "o", request: { kind: "say", text: "x" } };
const FACTS = { caller: "1", called: "2", language: "", variables: { a: "b" }, dropped: 0, cut: 0 };
/** What is said well, of which something is made wrong. */
const WELL: readonly (readonly ["tell" | "ask" | "line", string, unknown])[] = [
  ["tell", "floor", { events: [event(1, CALL_STARTED), event(2, callerLine("hi"))] }],
  ["tell", "floor", { events: [event(3, CALL_ENDED)], forgotten: ["c1"], ask: true }],
  ["tell", "changed", { what: "session_begun", id: "a" }],
  ["tell", "changed", { what: "people" }],
  ["tell", "spent", { day: "2023-11-14", usd: 3 }],
  ["tell", "admitted", [{ number: "abcd", id: "1", agoMs: 1 }]],
  ["tell", "oidc_spent", "a".repeat(64)],
  ["tell", "audiohook_used", "name"],
  ["tell", "asterisk_announced", { uuid: "u", facts: FACTS }],
  ["ask", "step_in", { act: "command", callId: "c1", command: COMMAND }],
  ["ask", "floor", { after: "c0" }],
  ["ask", "admitted", 3],
  ["ask", "sign_in_code", "hash"],
  ["ask", "audiocodes_holds", { conversationId: "c" }],
  ["line", "sound", { callId: "c1", by: "a", owner: "o" }],
  ["line", "audiocodes_resume", { conversationId: "c" }],
];
const strange = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(-1, 1e308, "__proto__", "x\r\n", { __proto__: null, toJSON: 1 }, [[]]),
);

/** With one value somewhere in it in another's place. */
function spoilt(value: unknown, at: number, by: unknown): unknown {
  const paths: string[][] = [];
  const walk = (inner: unknown, path: string[]) => {
    paths.push(path);
    if (typeof inner !== "object" || inner === null) return;
    for (const [key, each] of Object.entries(inner)) walk(each, [...path, key]);
  };
  walk(value, []);
  const put = (inner: unknown, [key, ...rest]: string[]): unknown => {
    if (key === undefined) return by;
    const copy = Array.isArray(inner) ? [...inner] : { ...inner as object };
    return Object.assign(copy, { [key]: put((inner as Record<string, unknown>)[key], rest) });
  };
  return put(value, paths[at % paths.length]!);
}

const said = fc.record({ well: fc.constantFrom(...WELL), at: fc.nat(30), by: strange });
const raw = fc.record({
  subject: fc.constantFrom("word.bad00001", "word.stranger", "piece.", "line.", "ask.step_in"),
  bytes: fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.json().map((text) => new TextEncoder().encode(text)),
  ),
});

Deno.test("R-06 whatever is said on the bus: nobody throws, little is logged, and what is said well is understood", async () => {
  const { kit, bad, b, floor, asked, log, stranger, close } = await setUp();
  const me = b.fleet.me;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(said, said, raw), { minLength: 20, maxLength: 60, size: "max" }),
      async (all) => {
        for (const one of all) {
          if ("subject" in one) {
            const subject = one.subject.replace(/^(piece\.|line\.)$/, `$1${me}`)
              .replace("ask.", `ask.${me}.`);
            stranger.publish(subject, one.bytes);
            stranger.request(subject, one.bytes, 100).catch(() => {});
            continue;
          }
          const [how, topic, well] = one.well;
          const value = spoilt(well, one.at, one.by);
          if (how === "tell") bad.fleet.tell(topic, value);
          else if (how === "ask") bad.fleet.ask(me, topic, value, 100).catch(() => {});
          else {
            bad.fleet.openLine(me, topic, value).then((line) => {
              line.send(JSON.stringify(one.by));
              line.close(1000, "");
            }, () => {});
          }
        }
        await kit.run(300);
        assertEquals(log.lines.filter(({ level }) => level === "error"), []);
      },
    ),
    { numRuns: 100 },
  );
  const good = { ...COMMAND, commandId: "good" };
  const answer = bad.fleet.ask(
    me,
    "step_in",
    { act: "command", callId: "c1", command: good },
    1000,
  );
  await kit.settle();
  assertEquals([await answer, asked.at(-1)], ["taken", "good"]);
  // Calls that nobody carries and the store does not know are gone again.
  await kit.run(60_000);
  assertEquals(floor.afar.live(), []);
  const warned = Map.groupBy(log.lines.filter(({ level }) => level === "warn"), ({ code }) => code);
  for (const code of ["fleet_words_odd", "fleet_odd_words", "fleet_answer_failed"]) {
    const few = 12;
    assertEquals((warned.get(code)?.length ?? 0) <= few, true, code);
  }
  await close();
});
