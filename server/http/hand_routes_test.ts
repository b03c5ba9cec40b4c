// Answering an agent's question over the border: taken, or refused with a stable code.
import { assertEquals } from "@std/assert";
import type { AdminDeps, StepIn } from "./admin_deps.ts";
import { ADMIN_TOKEN, noCalls, rig, summary } from "./rig_for_tests.ts";

async function floorWith(
  answerHand: StepIn["answerHand"],
  deps: Partial<AdminDeps> = {},
) {
  const built = await rig({ stepIn: { ...noCalls(), answerHand }, ...deps });
  const cookie = await built.signIn();
  return {
    ...built,
    post: (body: unknown, path = "c1/hands/1") =>
      built.ask("POST", `/api/calls/${path}`, { cookie, body }),
  };
}

Deno.test("a prepared answer and words of one's own reach the call, with who gave them", async () => {
  const given: unknown[] = [];
  const { post, ask } = await floorWith((callId, answered) => {
    given.push([callId, answered]);
    return Promise.resolve("answered");
  });
  const first = await post({ answer: 0 });
  assertEquals([first.status, await first.text()], [204, ""]);
  await post({ answer: "  Up to 50 euros. " });
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, origin: "", "sec-fetch-site": "" };
  await ask("POST", "/api/calls/c1/hands/1", { body: { answer: 1 }, headers });
  assertEquals(given, [
    ["c1", { handId: "1", answer: 0, who: "operator" }],
    ["c1", { handId: "1", answer: "Up to 50 euros.", who: "operator" }],
    ["c1", { handId: "1", answer: 1, who: "operator" }],
  ]);
});

Deno.test("what is no answer is refused, and nothing reaches the call", async () => {
  let asked = 0;
  const { post } = await floorWith(() => {
    asked++;
    return Promise.resolve("answered");
  });
  for (const body of [{}, { answer: 2 }, { answer: -1 }, { answer: " " }, { answer: null }]) {
    const response = await post(body);
    assertEquals([response.status, (await response.json()).code], [422, "invalid_field"]);
  }
  assertEquals((await post({ answer: "x".repeat(301) })).status, 422);
  assertEquals(asked, 0);
});

Deno.test("answered already, never asked, over and unknown are told apart", async () => {
  const code = async (response: Response) => [response.status, (await response.json()).code];
  const late = await floorWith(() => Promise.resolve("too_late"));
  assertEquals(await code(await late.post({ answer: 0 })), [409, "too_late"]);
  const unknown = await floorWith(() => Promise.resolve("unknown"));
  assertEquals(await code(await unknown.post({ answer: 0 })), [404, "not_found"]);
  const over = { ...summary("c1"), endedAtMs: 2000 };
  const calls = () => Promise.resolve([]);
  const ended = await floorWith(() => Promise.resolve("not_live"), {
    floor: { call: () => Promise.resolve({ call: over, events: [] }), calls },
  });
  assertEquals(await code(await ended.post({ answer: 0 })), [409, "not_live"]);
  const nobody = await floorWith(() => Promise.resolve("not_live"), {
    floor: { call: () => Promise.resolve(undefined), calls },
  });
  assertEquals(await code(await nobody.post({ answer: 0 }, "c9/hands/1")), [404, "not_found"]);
});

Deno.test("S-01 nobody answers who is not signed in", async () => {
  const { ask } = await floorWith(() => Promise.resolve("answered"));
  assertEquals((await ask("POST", "/api/calls/c1/hands/1", { body: { answer: 0 } })).status, 401);
});
