// A call whose model is late, lost, refused or replaced.
import { assert, assertEquals } from "@std/assert";
import { LOST, startRig } from "./fake_call_test_kit.ts";

Deno.test("O-10 a model lost in mid-answer comes back knowing what was heard, and apologises", () => {
  const rig = startRig();
  rig.model.ready();
  rig.model.says({ type: "speech_started", itemId: "c1", audioStartMs: 0 });
  rig.model.says({ type: "caller_text", itemId: "c1", text: "Where is it?" });
  rig.model.answers("r1", 2000, { open: true });
  rig.model.says({
    type: "agent_text",
    responseId: "r1",
    itemId: "r1-item",
    text: "one two three four",
  });
  rig.model.says({ type: "lost", failure: LOST });
  rig.clock.advance(1000);
  assertEquals(rig.upstreams.length, 2);
  const seed = rig.model.settings.seed;
  assertEquals(seed.map((item) => item.role), ["system", "caller", "agent"]);
  rig.model.ready();
  assertEquals(rig.model.wishes[0]?.cause, "recovery");
  assertEquals(rig.all("upstream.lost")[0]?.retrying, true);
});

Deno.test("O-10 the caller hears something within two seconds of the loss", () => {
  const rig = startRig();
  rig.model.ready();
  rig.model.says({ type: "response_started", responseId: "r1", cause: "turn" });
  rig.model.says({ type: "lost", failure: LOST });
  const before = rig.channel.playedBytes;
  rig.clock.advance(2000);
  assert(rig.channel.playedBytes > before);
  assertEquals(rig.only("agent.line").text, "One moment, please.");
});

Deno.test("O-04 a refused key ends the call at once by the failure path, with its code", () => {
  const rig = startRig();
  rig.model.says({ type: "lost", failure: { code: "E_UP_AUTH", detail: "401", retry: false } });
  assertEquals(rig.channel.ending, null);
  rig.clock.advance(4000);
  assertEquals(rig.channel.ending?.code, "E_UP_AUTH");
  assertEquals(rig.channel.ending?.outcome, "error");
  rig.call.listener.closed({ by: "us", detail: "" });
  assertEquals(rig.only("call.ended").reason, "upstream_refused");
  assert(rig.ended());
  assertEquals(rig.clock.pending, 0);
});

Deno.test("O-02 a model that never answers is given up within the budget", () => {
  const rig = startRig();
  for (let i = 0; i < 20 && rig.channel.ending === null; i++) {
    const { model } = rig;
    model.says({ type: "lost", failure: { code: "E_UP_TIMEOUT", detail: "", retry: true } });
    rig.clock.advance(3000);
  }
  assertEquals(rig.channel.ending?.outcome, "error");
  assert(rig.clock.now() <= 20_000, `${rig.clock.now()} ms`);
});

Deno.test("F33 a response that is given up for good takes the failure path, not a silence", () => {
  const rig = startRig();
  rig.model.ready();
  rig.model.says({ type: "response_started", responseId: "r1", cause: "turn" });
  rig.model.done("r1", "failed", { code: "E_UP_ERROR", detail: "server_error", retry: false });
  rig.clock.advance(4000);
  assertEquals(rig.channel.ending?.code, "E_UP_ERROR");
});

Deno.test("O-13 without credit the call ends at the second failure", () => {
  const rig = startRig();
  rig.model.ready();
  const failure = { code: "E_UP_QUOTA", detail: "insufficient_quota", retry: false } as const;
  for (const id of ["r1", "r2"]) {
    rig.model.says({ type: "response_started", responseId: id, cause: "turn" });
    rig.model.done(id, "failed", failure);
  }
  rig.clock.advance(4000);
  assertEquals(rig.channel.ending?.code, "E_UP_QUOTA");
});

Deno.test("O-17 a slow answer is bridged by a clip, once, and then again much later", () => {
  const rig = startRig({ greeting: "" });
  rig.model.ready();
  rig.model.says({ type: "response_started", responseId: "r1", cause: "turn" });
  rig.clock.advance(3500);
  assertEquals(rig.all("agent.line").length, 1);
  rig.clock.advance(3000);
  assertEquals(rig.all("agent.line").length, 1);
  rig.clock.advance(8000);
  assertEquals(rig.all("agent.line").length, 2);
});

Deno.test("silence without end takes the failure path", () => {
  const rig = startRig({ greeting: "" });
  rig.model.ready();
  rig.model.says({ type: "response_started", responseId: "r1", cause: "turn" });
  rig.clock.advance(30_000);
  assertEquals(rig.channel.ending?.code, "E_UP_TIMEOUT");
});

Deno.test("O-12 before the limit a fresh session takes over in a pause, seeded, without a word", () => {
  const rig = startRig();
  rig.model.ready(rig.clock.wall() + 60 * 60_000);
  rig.model.answers("r1", 1000);
  rig.clock.advance(56 * 60_000);
  assertEquals(rig.upstreams.length, 2);
  const [old, fresh] = rig.upstreams;
  assertEquals(old!.closed, false);
  fresh!.ready(rig.clock.wall() + 60 * 60_000);
  assertEquals(old!.closed, true);
  assertEquals(fresh!.wishes, []);
  assertEquals(fresh!.settings.seed.length, 2);
  rig.call.listener.audio(new Uint8Array(1600).fill(7));
  assertEquals(fresh!.appended.at(-1)?.[0], 7);
});

Deno.test("O-12 a session is not changed while somebody speaks", () => {
  const rig = startRig();
  rig.model.ready(rig.clock.wall() + 60 * 60_000);
  rig.model.says({ type: "speech_started", itemId: "c1", audioStartMs: 0 });
  rig.clock.advance(56 * 60_000);
  assertEquals(rig.upstreams.length, 1);
  rig.model.says({ type: "speech_stopped", itemId: "c1", audioEndMs: 100 });
  rig.model.answers("r1", 500);
  rig.clock.advance(3000);
  assertEquals(rig.upstreams.length, 2);
});

Deno.test("F41 a session that claims to have expired already is not changed in a loop", () => {
  const rig = startRig();
  rig.model.ready(rig.clock.wall() - 1000);
  rig.model.answers("r1", 100);
  rig.clock.advance(60_000);
  assertEquals(rig.upstreams.length, 1);
});
