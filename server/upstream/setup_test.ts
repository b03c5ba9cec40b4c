// From dialling to ready, over a scripted socket.
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { KEY, Script, settingsOf, UPDATED } from "./scripted_session.ts";

const audio = (input: unknown, output: unknown, voice: unknown = "marin") => ({
  ...UPDATED,
  session: {
    ...UPDATED.session,
    audio: { input: { format: input }, output: { format: output, voice } },
  },
});
const PCMU = { type: "audio/pcmu" };

Deno.test("the model is dialled with the key and a safety identifier, and no beta header", () => {
  const { socket } = new Script();
  assertEquals(socket.url, "wss://host.test/v1/realtime?model=gpt-realtime-2.1");
  assertEquals(socket.headers, {
    "Authorization": `Bearer ${KEY}`,
    "OpenAI-Safety-Identifier": "caller-hash",
  });
  assertEquals(new Script({ target: { keyHeader: "api-key" } }).socket.headers, {
    "api-key": KEY,
    "OpenAI-Safety-Identifier": "caller-hash",
  });
});

Deno.test("settings are sent once, after session.created, and ready follows their echo", () => {
  const script = new Script();
  script.socket.listener.opened();
  assertEquals(script.socket.sent, []);
  script.serve({ type: "session.created", session: { id: "sess_1" } });
  assertEquals(script.socket.sent.map(({ type }) => type), ["session.update"]);
  assertEquals(script.types(), []);
  script.serve(UPDATED);
  assertEquals(script.events, [{
    type: "ready",
    sessionId: "sess_1",
    model: "gpt-realtime-2.1",
    voice: "marin",
    expiresAtMs: script.clock.wall() + 3_600_000,
  }]);
  script.serve(UPDATED);
  assertEquals(script.types(), ["ready"]);
  assertEquals(script.socket.sent.length, 1);
});

Deno.test("F09 F46 nothing but settings leaves before their echo, and a talking server is not heard", () => {
  const script = new Script();
  script.upstream.append(new Uint8Array(160));
  script.created();
  script.upstream.append(new Uint8Array(160));
  script.upstream.respond({ cause: "greeting" });
  script.responseCreated("early").audio("early", "item", 800);
  assertEquals(script.socket.texts.length, 1);
  assertEquals(script.events, []);
  script.serve(UPDATED).audio("early", "item", 800);
  assertEquals(script.types(), ["ready"]);
  assertEquals(script.socket.sent.map(({ type }) => type), ["session.update", "response.create"]);
});

Deno.test("what was said before is seeded in order, before anything else", () => {
  const seed = [
    { role: "system" as const, text: "The call goes on." },
    { role: "caller" as const, text: "Where is it?" },
    { role: "agent" as const, text: "" },
    { role: "agent" as const, text: "On its way." },
  ];
  const script = new Script({
    settings: settingsOf({}, { seed }),
    onEvent: (event) => {
      if (event.type === "ready") script.upstream.respond({ cause: "recovery" });
    },
  });
  script.ready();
  const items = script.socket.of("conversation.item.create").map(({ item }) => item) as {
    role: string;
  }[];
  assertEquals(items.map(({ role }) => role), ["system", "user", "assistant"]);
  assertEquals(script.socket.sent.at(-1)?.type, "response.create");
});

Deno.test("what is taken back before ready is never asked for, what was told stays", () => {
  const script = new Script().created();
  script.upstream.respond({ cause: "greeting" });
  script.upstream.tell("The caller is on hold.");
  script.upstream.cancel();
  script.serve(UPDATED);
  assertEquals(script.socket.sent.map(({ type }) => type), [
    "session.update",
    "conversation.item.create",
  ]);
});

Deno.test("O-08 F08 a server that never greets is given up after five seconds", async () => {
  const script = new Script();
  script.socket.listener.opened();
  await script.clock.run(4990);
  assertEquals(script.lost(), []);
  await script.clock.run(10);
  assertEquals(script.lost(), ["E_UP_TIMEOUT"]);
  assert(script.socket.terminated);
  assertEquals(script.clock.pending, 0);
});

Deno.test("F09 a server that never confirms is given up after three seconds", async () => {
  const script = new Script().created();
  await script.clock.run(3000);
  assertEquals(script.lost(), ["E_UP_TIMEOUT"]);
});

Deno.test("O-09 F10 refused settings are tried once more without the optional ones, with a note", () => {
  const script = new Script().created();
  script.error({
    code: "unknown_parameter",
    param: "session.reasoning",
    message: "Unknown parameter: 'session.reasoning'.",
    event_id: "cfg-1",
  });
  const [, second] = script.socket.of("session.update");
  assertEquals(second?.event_id, "cfg-2");
  assert(!JSON.stringify(second).includes("transcription"));
  script.serve(UPDATED);
  assertEquals(script.types(), ["ready", "note"]);
  assertEquals(script.notes(), ["config_refused"]);
});

Deno.test("O-09 settings refused twice end the session", () => {
  const script = new Script().created();
  script.error({ code: "invalid_value", param: "session.instructions", event_id: "cfg-1" });
  // Without the id of its cause an error is known by the field that it names.
  script.error({ code: "invalid_value", param: "session.instructions", event_id: null });
  assertEquals(script.lost(), ["E_UP_CONFIG"]);
  assertEquals(script.of("lost")[0]?.failure.retry, false);
  assertStringIncludes(script.of("lost")[0]!.failure.detail, "session.instructions");
});

Deno.test("an error that has nothing to do with the settings does not touch them", () => {
  const script = new Script().created().error({ code: "server_error", event_id: "else-1" });
  script.error({ code: null, message: null });
  assertEquals(script.socket.of("session.update").length, 1);
  assertEquals(script.serve(UPDATED).types(), ["ready"]);
});

Deno.test("F11 an echo of another format ends the session before any sound", () => {
  for (
    const [input, output] of [
      [PCMU, { type: "audio/pcm", rate: 24000 }],
      [{ type: "audio/pcma" }, PCMU],
      [PCMU, null],
      [undefined, undefined],
    ]
  ) {
    const script = new Script().created().serve(audio(input, output));
    assertEquals(script.lost(), ["E_UP_FORMAT"]);
    assertEquals(script.types(), ["lost"]);
  }
});

Deno.test("O-33 another voice or model than asked for is noted, a dated snapshot is not", () => {
  const script = new Script().created().serve(audio(PCMU, PCMU, { id: "voice_7" }));
  assertEquals(script.of("ready")[0]?.voice, "voice_7");
  assertEquals(script.notes(), ["voice_differs"]);
  const model = (name: string) =>
    new Script().created().serve({ ...UPDATED, session: { ...UPDATED.session, model: name } });
  assertEquals(model("gpt-realtime-1.5").notes(), ["model_differs"]);
  assertEquals(model("gpt-realtime-2.1-2026-08-01").notes(), []);
});

Deno.test("F41 a session's end is never told in the past nor later than sixty minutes", () => {
  const expiry = (inSeconds: number) => {
    const script = new Script();
    const nowMs = script.clock.wall();
    script.socket.listener.opened();
    script.serve({
      type: "session.created",
      session: { id: "s", expires_at: nowMs / 1000 + inSeconds },
    }).serve(UPDATED);
    return script.of("ready")[0]!.expiresAtMs - nowMs;
  };
  assertEquals(expiry(1800), 1_800_000);
  assertEquals(expiry(-50), 3_600_000);
  assertEquals(expiry(900_000), 3_600_000);
});

Deno.test("F05 F06 O-04 an error of the handshake is lost at once, without the key", () => {
  const expected = {
    invalid_api_key: "E_UP_AUTH",
    model_not_found: "E_UP_MODEL",
    beta_api_shape_disabled: "E_UP_CONFIG",
    insufficient_quota: "E_UP_QUOTA",
  };
  for (const [code, verdict] of Object.entries(expected)) {
    const script = new Script();
    script.socket.listener.opened();
    script.error({ code, message: `Incorrect API key provided: ${KEY}.` });
    script.socket.listener.ended({ how: "closed", code: 3000, reason: "" });
    assertEquals(script.lost(), [verdict]);
    assert(!JSON.stringify(script.events).includes("canary"));
  }
});

Deno.test("an address that cannot be dialled arrives as lost, after the session was handed over", async () => {
  const script = new Script({ target: { baseUrl: "ftp://host.test" } });
  assertEquals(script.events, []);
  await Promise.resolve();
  assertEquals(script.lost(), ["E_UP_CONFIG"]);
  assertEquals(script.clock.pending, 0);
});
