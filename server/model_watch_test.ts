import { assertEquals } from "@std/assert";
import { ManualClock } from "./clock.ts";
import { NO_USAGE } from "./contract/call.ts";
import { watchModel } from "./model_watch.ts";
import type {
  SessionSettings,
  Upstream,
  UpstreamEvent,
  UpstreamFailure,
} from "./upstream/upstream.ts";

function rig() {
  const clock = new ManualClock();
  const heard: string[] = [];
  let ready = 0;
  let tell: (event: UpstreamEvent) => void = () => {};
  const watch = watchModel({
    clock,
    onReady: () => ready++,
    open(_settings, _identifier, listener) {
      tell = listener;
      return {} as Upstream;
    },
  });
  watch.open({} as SessionSettings, "hash", (event) => heard.push(event.type));
  return { clock, watch, heard, tell: (event: UpstreamEvent) => tell(event), ready: () => ready };
}

const READY: UpstreamEvent = {
  type: "ready",
  sessionId: "s",
  model: "m",
  voice: "v",
  expiresAtMs: 0,
};
const AUTH: UpstreamFailure = { code: "E_UP_AUTH", detail: "wrong key", retry: false };

Deno.test("a session that becomes ready is noted with how long that took, and passed on", () => {
  const { clock, watch, heard, tell, ready } = rig();
  clock.advance(340);
  tell(READY);
  assertEquals([watch.facts.sessions, watch.facts.lastConnectMs], [1, 340]);
  assertEquals(watch.facts.lastReadyAtMs, clock.wall());
  assertEquals([heard, ready()], [["ready"], 1]);
});

Deno.test("sessions that are lost and answers that fail are counted by their codes, not their words", () => {
  const { watch, tell, heard, ready } = rig();
  tell({ type: "lost", failure: AUTH });
  assertEquals(watch.facts.lastFailure?.code, "E_UP_AUTH");
  const done = {
    type: "response_done",
    responseId: "r",
    status: "failed",
    detail: "",
    again: false,
    usage: NO_USAGE,
  } as const;
  tell({ ...done, failure: { ...AUTH, code: "E_UP_LIMIT" } });
  tell({ ...done, status: "completed" });
  assertEquals([watch.facts.failures, watch.facts.lastFailure?.code], [2, "E_UP_LIMIT"]);
  assertEquals([heard.length, ready()], [3, 0]);
  assertEquals(JSON.stringify(watch.facts).includes("wrong key"), false);
});
