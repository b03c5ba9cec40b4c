import { assertEquals } from "@std/assert";
import type { FoundCall } from "../../server/contract/history_filters.ts";
import type { FoundPage, Refusal, Result } from "../api.ts";
import { test } from "../testing.ts";
import { FakeTimers } from "./fake_timers.ts";
import { createHistory } from "./history.ts";
import { sampleCall } from "./sample_calls.ts";

const REFUSAL: Refusal = { code: "unreachable", message: "No answer.", fields: [] };
const call = (callId: string): FoundCall => ({
  ...sampleCall({ callId }),
  marks: null,
  snippets: [],
});
const page = (ids: string[], next: string | null = null): Result<FoundPage> => ({
  ok: true,
  value: { calls: ids.map(call), next, unindexed: 0 },
});
const REFUSED: Result<never> = { ok: false, refusal: REFUSAL };

function setUp(...answers: (Result<FoundPage> | Promise<Result<FoundPage>>)[]) {
  const asked: { query: string; cursor?: string }[] = [];
  const timers = new FakeTimers();
  let deletion: Result<null> = { ok: true, value: null };
  const history = createHistory({
    timers,
    api: {
      findCalls: ({ query, cursor }) => {
        asked.push({ query, ...(cursor !== undefined && { cursor }) });
        return Promise.resolve(answers[asked.length - 1] ?? page([]));
      },
      deleteCall: () => Promise.resolve(deletion),
    },
  });
  const shown = () => {
    const state = history.state.value;
    return state.kind === "found" ? state.calls.map(({ callId }) => callId) : state.kind;
  };
  const older = () => {
    const state = history.state.value;
    return state.kind === "found" ? state.older : state.kind;
  };
  return {
    history,
    asked,
    timers,
    shown,
    older,
    refuseDeletion: (code: Refusal["code"]) =>
      deletion = { ok: false, refusal: { ...REFUSAL, code } },
  };
}

test("older calls come after those that are there, each once", async () => {
  const { history, asked, shown, older } = setUp(
    page(["a", "b"], "p2"),
    page(["b", "c"], "p3"),
    page(["d"]),
  );
  assertEquals(shown(), "asking");
  await history.show({ text: "x" });
  assertEquals([shown(), older()], [["a", "b"], "ready"]);
  await Promise.all([history.older(), history.older()]);
  assertEquals([shown(), older()], [["a", "b", "c"], "ready"]);
  await history.older();
  assertEquals([shown(), older()], [["a", "b", "c", "d"], "no_more"]);
  await history.older();
  assertEquals(asked, [
    { query: "ended=true&text=x" },
    { query: "ended=true&text=x", cursor: "p2" },
    { query: "ended=true&text=x", cursor: "p3" },
  ]);
});

test("older calls that cannot be had leave what is there, and can be asked for again", async () => {
  const { history, shown, older } = setUp(page(["a"], "p2"), REFUSED, page(["b"]));
  await history.show({});
  await history.older();
  assertEquals([shown(), older()], [["a"], { failed: "No answer." }]);
  await history.older();
  assertEquals(shown(), ["a", "b"]);
});

test("whoever comes back within five minutes finds the same list; later a new one", async () => {
  const { history, asked, timers } = setUp(page(["a"], "p2"), page(["b"]), page(["new"]));
  await history.show({ text: "x" });
  await history.older();
  history.place = { scrollY: 700, callId: "b" };
  timers.advance(299_000);
  await history.show({ text: "x" });
  assertEquals([asked.length, history.place?.scrollY], [2, 700]);
  timers.advance(1000);
  await history.show({ text: "x" });
  assertEquals([asked.length, history.place], [3, null]);
});

test("a call that ended is missing where one was sent back to, and looked for otherwise", async () => {
  const { history, asked, timers, shown } = setUp(page(["a"]), page(["new", "a"]), page([]));
  await history.show({});
  history.callEnded();
  history.place = { scrollY: 700, callId: "a" };
  await history.show({});
  const state = history.state.value;
  assertEquals([shown(), state.kind === "found" && state.endedSince], [["a"], 1]);
  history.place = { scrollY: 0, callId: null };
  await history.show({});
  assertEquals(shown(), ["new", "a"]);
  timers.advance(5000);
  assertEquals(asked.length, 2, "a list is not changed under whoever reads it");
  await history.show({ text: "x" });
  history.callEnded();
  history.callEnded();
  timers.advance(1000);
  assertEquals(asked.length, 4, "nothing was found: looked for once more");
});

test("another question shows the last answer until its own comes; a late answer is not shown", async () => {
  const slow = Promise.withResolvers<Result<FoundPage>>();
  const { history, shown } = setUp(page(["a"], "p2"), slow.promise, page(["c"]));
  await history.show({});
  const late = history.show({ text: "b" });
  const state = history.state.value;
  assertEquals([shown(), state.kind === "found" && state.searching], [["a"], true]);
  await history.older();
  assertEquals(shown(), ["a"], "older ones of another question are nothing to add");
  await history.show({ text: "c" });
  slow.resolve(page(["b"]));
  await late;
  assertEquals(shown(), ["c"]);
});

test("a search that fails says why, and the next one starts anew", async () => {
  const { history, shown } = setUp(REFUSED, page(["a"]));
  await history.show({});
  assertEquals(history.state.value, { kind: "not_found", why: "No answer." });
  await history.show({});
  assertEquals(shown(), ["a"]);
});

test("a deleted call leaves the list, whoever deleted it; one that stays says why", async () => {
  const { history, shown, refuseDeletion } = setUp(page(["a", "b", "c", "d"]));
  await history.show({});
  assertEquals(await history.remove("a"), "");
  refuseDeletion("not_found");
  assertEquals(await history.remove("b"), "");
  history.forget("c");
  history.forget("nobody");
  refuseDeletion("in_use");
  assertEquals(await history.remove("d"), "No answer.");
  assertEquals(shown(), ["d"]);
});
