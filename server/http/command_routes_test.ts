// What a supervisor asks of a live call, as far as the border goes: taken, or refused with a stable code.
import { assertEquals, assertStringIncludes } from "@std/assert";
import type { AdminDeps, StepIn } from "./admin_deps.ts";
import { ADMIN_TOKEN, noCalls, rig, summary } from "./rig_for_tests.ts";

type Command = Parameters<StepIn["command"]>[1];

async function stepping(change: Partial<StepIn> = {}, deps: Partial<AdminDeps> = {}) {
  const given: { callId: string; command: Command }[] = [];
  const stepIn: StepIn = {
    ...noCalls(),
    command(callId, command) {
      given.push({ callId, command });
      return Promise.resolve("taken");
    },
    ...change,
  };
  const built = await rig({ stepIn, ...deps });
  const cookie = await built.signIn();
  return {
    ...built,
    given,
    post: (body: unknown, callId = "c1") =>
      built.ask("POST", `/api/calls/${callId}/commands`, { cookie, body }),
    retract: (commandId: string, callId = "c1") =>
      built.ask("DELETE", `/api/calls/${callId}/commands/${commandId}`, { cookie }),
  };
}

const END = { kind: "end" };

Deno.test("a command is taken, named, and given to the call as the console's", async () => {
  const { post, given } = await stepping();
  const request = { kind: "whisper", text: "  Be brief. ", when: "now" };
  const response = await post(request);
  const { commandId } = await response.json();
  assertEquals(response.status, 202);
  const [{ callId, command } = { callId: "", command: null }] = given;
  assertEquals([callId, command?.commandId, command?.by], ["c1", commandId, "operator"]);
  assertEquals(command?.request, { kind: "whisper", text: "Be brief.", when: "now" });
  assertEquals((await (await post(END)).json()).commandId === commandId, false);
});

Deno.test("a program gives commands by the token, under another name and owner", async () => {
  const { ask, post, given } = await stepping();
  await post(END);
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, origin: "", "sec-fetch-site": "" };
  const response = await ask("POST", "/api/calls/c1/commands", { body: END, headers });
  assertEquals(response.status, 202);
  assertEquals(given.map(({ command }) => command.by), ["operator", "operator"]);
  assertEquals(new Set(given.map(({ command }) => command.owner)).size, 2);
});

Deno.test("what is no command is refused with the field, and nothing reaches the call", async () => {
  const { post, given } = await stepping();
  for (
    const body of [
      {},
      { kind: "shout", text: "x" },
      { kind: "say", text: "  " },
      { kind: "say", text: "x".repeat(501) },
      { kind: "whisper", text: "x", when: "tomorrow" },
      { kind: "end", force: true },
      { kind: "transfer", target: "x".repeat(201), reason: "" },
    ]
  ) {
    const response = await post(body);
    assertEquals([response.status, (await response.json()).code], [422, "invalid_field"]);
  }
  assertEquals(given, []);
});

Deno.test("what the call cannot do is told apart from a call that is over and one that never was", async () => {
  const cannot = await stepping({ command: () => Promise.resolve("cannot") });
  const refused = await cannot.post({ kind: "transfer", target: "", reason: "" });
  const { code, message } = await refused.json();
  assertEquals([refused.status, code], [422, "cannot"]);
  assertStringIncludes(message, "transfer");

  const over = { ...summary("c1"), endedAtMs: 2000 };
  const people = { ...summary("c1"), kind: "transcription" as const };
  for (
    const [call, status, code] of [
      [over, 409, "not_live"],
      [people, 422, "cannot"],
      [undefined, 404, "not_found"],
    ] as const
  ) {
    const floor = {
      call: () => Promise.resolve(call && { call, events: [] }),
      calls: () => Promise.resolve([]),
    };
    const gone = await stepping(noCalls(), { floor });
    for (const response of [await gone.post(END), await gone.retract("x")]) {
      assertEquals([response.status, (await response.json()).code], [status, code]);
    }
  }
  const { post } = await stepping(noCalls());
  for (const id of ["__proto__", "x".repeat(5000)]) {
    assertEquals((await post(END, id)).status, 404);
  }
});

Deno.test("an instance that does not answer: nobody knows whether it took the command, and the audit has it", async () => {
  const unreached = () => Promise.resolve("unreached" as const);
  const { post, retract, noted } = await stepping({ command: unreached, retract: unreached });
  for (const response of [await post(END), await retract("k1")]) {
    assertEquals([response.status, (await response.json()).code], [503, "instance_unreached"]);
  }
  const acts = noted.filter(({ act }) => act === "call_stepped_in");
  assertEquals(acts.map(({ target, detail }) => [target, detail]), [["c1", { kind: "end" }]]);
  // It lives, but this instance has not heard where.
  const call = { ...summary("c1"), instance: "b0000002", endedAtMs: null };
  const floor = {
    call: () => Promise.resolve({ call, events: [] }),
    calls: () => Promise.resolve([]),
  };
  const unheard = await (await stepping(noCalls(), { floor })).post(END);
  assertEquals([unheard.status, (await unheard.json()).code], [503, "instance_unreached"]);
});

Deno.test("a command is taken back, or it is too late for that", async () => {
  const asked: string[] = [];
  const { retract } = await stepping({
    retract(callId, commandId) {
      asked.push(`${callId} ${commandId}`);
      return Promise.resolve(commandId === "waits" ? "retracted" : "too_late");
    },
  });
  const [done, late] = [await retract("waits"), await retract("told")];
  assertEquals([done.status, await done.text()], [204, ""]);
  assertEquals([late.status, (await late.json()).code], [409, "too_late"]);
  assertEquals(asked, ["c1 waits", "c1 told"]);
});
