import { assert, assertEquals } from "@std/assert";
import type { Wish } from "./activities.ts";
import { AudioCodesRig } from "./testing/audiocodes_rig.ts";
import { isTransferAddress, OFFERED_ACTIVITIES, phoneTools } from "./tools.ts";

/** All tools of a call, and what they sent. */
function all(): AudioCodesRig {
  const transferTargets = ["tel:5001"];
  return AudioCodesRig.open("raw/mulaw", { activities: OFFERED_ACTIVITIES, transferTargets });
}

function toolOf(rig: AudioCodesRig, name: string) {
  const tool = rig.channel.tools!.find((tool) => tool.name === name);
  if (!tool) throw new Error(`no tool ${name}`);
  return tool;
}

Deno.test("only the activities that are named are on offer, in any case", () => {
  const rig = AudioCodesRig.open("raw/mulaw", {
    activities: ["senddtmf", "Transfer", "nonsense"],
    transferTargets: ["tel:5001"],
  });
  assertEquals(rig.channel.tools!.map(({ name }) => name), ["transfer_call", "send_dtmf"]);
  assertEquals(AudioCodesRig.open("raw/mulaw", { activities: [] }).channel.tools, []);
});

Deno.test("every tool has a strict schema of an object", () => {
  for (const { name, parameters, then } of all().channel.tools!) {
    assertEquals([parameters.type, parameters.additionalProperties], ["object", false], name);
    assertEquals(then, name === "transfer_call" ? "handed_over" : "goes_on");
    assert(!("$schema" in parameters));
  }
});

const DONE: readonly [string, Record<string, unknown>, Record<string, unknown>][] = [
  ["play_url", { url: "https://example.com/a.wav" }, {
    name: "playUrl",
    activityParams: {
      playUrlUrl: "https://example.com/a.wav",
      playUrlMediaFormat: "wav/lpcm16",
    },
  }],
  ["config", { settings: [{ name: "bargeIn", value: true }] }, {
    name: "config",
    sessionParams: { bargeIn: true },
  }],
  ["send_meta_data", { data: [{ name: "order", value: "A-17" }] }, {
    name: "sendMetaData",
    value: { order: "A-17" },
  }],
  ["send_dtmf", { digits: "12#" }, {
    name: "sendDtmf",
    activityParams: { dtmfDigits: "12#" },
  }],
  ["abort_prompts", {}, { name: "abortPrompts" }],
  ["start_call_recording", { name: "r-1" }, {
    name: "startCallRecording",
    activityParams: { recordingName: "r-1" },
  }],
  ["start_call_recording", {}, { name: "startCallRecording" }],
  ["stop_call_recording", {}, { name: "stopCallRecording" }],
  ["pause_call_recording", {}, { name: "pauseCallRecording" }],
  ["resume_call_recording", {}, { name: "resumeCallRecording" }],
];

for (const [name, args, activity] of DONE) {
  Deno.test(`${name} ${JSON.stringify(args)} becomes an activity`, async () => {
    const rig = all();
    const result = await toolOf(rig, name).run(args);
    assertEquals(result.ok, true);
    assertEquals(rig.socket.sent.at(-1), {
      type: "activities",
      activities: [{ type: "event", ...activity }],
    });
  });
}

const WRONG: readonly [string, Record<string, unknown>][] = [
  ["play_url", { url: "http://example.com/a.wav" }],
  ["play_url", { url: "nonsense" }],
  ["play_url", {}],
  ["config", { settings: [] }],
  ["config", { settings: [{ name: "a", value: {} }] }],
  ["send_dtmf", { digits: "1".repeat(21) }],
  ["send_dtmf", { digits: "A" }],
  ["send_dtmf", { digits: "1", more: 1 }],
  ["start_call_recording", { name: "../x" }],
  ["transfer_call", { target: "", reason: "x" }],
  ["transfer_call", { target: "http://example.com", reason: "x" }],
  ["transfer_call", { target: "tel:+39" }],
];

for (const [name, args] of WRONG) {
  Deno.test(`${name} ${JSON.stringify(args).slice(0, 60)} is not done, and the model is told`, async () => {
    const rig = all();
    const { ok, say } = await toolOf(rig, name).run(args);
    assertEquals([ok, say.startsWith("Not done: ")], [false, true]);
    assertEquals(rig.socket.order, ["session.accepted"]);
  });
}

Deno.test("without a socket, and once the call ends, nothing is done", async () => {
  const rig = all();
  rig.lose();
  assertEquals((await toolOf(rig, "abort_prompts").run({})).ok, false);
  assertEquals(
    (await toolOf(rig, "transfer_call").run({ target: "tel:5001", reason: "x" })).ok,
    false,
  );
  rig.resume();
  assertEquals((await toolOf(rig, "abort_prompts").run({})).ok, true);
});

Deno.test("callers are put through to where the operator says, and nowhere else", async () => {
  const asked: unknown[] = [];
  const desk = {
    ask: () => true,
    transfer(wish: Wish) {
      asked.push(wish.activityParams?.transferTarget);
      return Promise.resolve({ ok: true, say: "" });
    },
  };
  const transferTargets = ["sip:desk@example.com", "tel:+39069876"];
  const [tool] = phoneTools(["transfer"], { desk, transferTargets });
  assertEquals((await tool!.run({ reason: "x" })).ok, true);
  assertEquals((await tool!.run({ reason: "x", target: "tel:+39069876" })).ok, true);
  assertEquals((await tool!.run({ reason: "x", target: "tel:+900900900" })).ok, false);
  assertEquals(asked, ["sip:desk@example.com", "tel:+39069876"]);
  assertEquals(phoneTools(["transfer"], { desk, transferTargets: [] }), []);
});

Deno.test("addresses that can be dialled", () => {
  for (
    const address of ["tel:+39069876", "tel:5001;ext=3", "sip:agent@sbc.example", "SIPS:desk"]
  ) assert(isTransferAddress(address), address);
  for (
    const text of ["tel:", "sip:", "sip:a b", "sip:<script>", "5001", "call my friend", ""]
  ) assert(!isTransferAddress(text), text);
});
