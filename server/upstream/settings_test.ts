import { assert, assertEquals } from "@std/assert";
import { settingsOf, TURN_TAKING } from "./scripted_session.ts";
import { changeOf, reasons, safeSessionOf, sessionOf, turnDuties } from "./settings.ts";

Deno.test("the session is complete, in GA names, mu-law both ways without a rate", () => {
  assertEquals(sessionOf(settingsOf()), {
    type: "realtime",
    instructions: "Be brief.",
    output_modalities: ["audio"],
    tools: [{
      type: "function",
      name: "end_call",
      description: "Ends the call",
      parameters: { type: "object" },
    }],
    tool_choice: "auto",
    audio: {
      input: {
        format: { type: "audio/pcmu" },
        transcription: { model: "gpt-transcribe", language: "de" },
        turn_detection: {
          type: "server_vad",
          threshold: 0.6,
          prefix_padding_ms: 300,
          silence_duration_ms: 600,
          create_response: true,
          interrupt_response: true,
        },
      },
      output: { format: { type: "audio/pcmu" }, voice: "marin" },
    },
    reasoning: { effort: "low" },
    max_output_tokens: 2048,
    truncation: { type: "retention_ratio", retention_ratio: 0.8 },
    tracing: null,
  });
});

function turnDetection(turnTaking: Partial<typeof TURN_TAKING>) {
  const session = sessionOf(settingsOf({ turnTaking: { ...TURN_TAKING, ...turnTaking } }));
  const { input } = session.audio as { input: { turn_detection: Record<string, unknown> } };
  return input.turn_detection;
}

Deno.test("semantic turn detection carries no field of the other mode", () => {
  assertEquals(
    turnDetection({ mode: "semantic_vad", eagerness: "high", idleTimeoutMs: 9000, bargeIn: false }),
    {
      type: "semantic_vad",
      eagerness: "high",
      create_response: true,
      interrupt_response: false,
    },
  );
});

Deno.test("an idle timeout is sent only when there is one", () => {
  assertEquals(turnDetection({ idleTimeoutMs: 9000 }).idle_timeout_ms, 9000);
  assertEquals("idle_timeout_ms" in turnDetection({}), false);
});

Deno.test("a detected language is not named", () => {
  const { audio } = sessionOf(settingsOf({ language: "" })) as {
    audio: { input: { transcription: unknown } };
  };
  assertEquals(audio.input.transcription, { model: "gpt-transcribe" });
});

Deno.test("only models that reason are sent a reasoning effort", () => {
  const models = {
    "gpt-realtime-2.1": true,
    "gpt-realtime-2.1-mini": true,
    "gpt-realtime-2": true,
    "gpt-realtime-2.1-2026-09-01": true,
    "gpt-realtime-3.5": true,
    "gpt-realtime-1.5": false,
    "gpt-realtime": false,
    "gpt-realtime-mini": false,
    "gpt-realtime-2025-08-28": false,
    "my-deployment": false,
  };
  for (const [model, expected] of Object.entries(models)) {
    assertEquals(reasons(model), expected, model);
    assertEquals("reasoning" in sessionOf(settingsOf({ model })), expected, model);
  }
});

Deno.test("O-09 the second session leaves out what a call can do without", () => {
  const text = JSON.stringify(safeSessionOf(settingsOf({ voice: "cedar" }), "session.reasoning"));
  for (const gone of ["transcription", "reasoning", "truncation", "tracing", "max_output"]) {
    assert(!text.includes(gone), gone);
  }
  for (const kept of ["Be brief.", "end_call", '"cedar"', '"interrupt_response":true']) {
    assert(text.includes(kept), kept);
  }
});

Deno.test("O-09 a refused voice is left to the server", () => {
  const text = JSON.stringify(safeSessionOf(settingsOf(), "session.audio.output.voice"));
  assert(!text.includes("voice"));
  assert(text.includes('"output":{"format":{"type":"audio/pcmu"}}'));
});

const SERVER = {
  label: "crm",
  url: "https://mcp.test/",
  description: "Customers",
  allowedTools: ["find"],
  approval: "always" as const,
  authorization: "token",
  headers: { "X-Tenant": "7" },
};

Deno.test("a remote server is sent beside the functions, its empty fields left out", () => {
  const { tools } = sessionOf(settingsOf({}, { tools: [], mcp: [SERVER] }));
  assertEquals(tools, [{
    type: "mcp",
    server_label: "crm",
    server_url: "https://mcp.test/",
    require_approval: "always",
    server_description: "Customers",
    allowed_tools: ["find"],
    authorization: "token",
    headers: { "X-Tenant": "7" },
  }]);
  const bare = { ...SERVER, description: "", allowedTools: [], authorization: "", headers: {} };
  assertEquals(sessionOf(settingsOf({}, { tools: [], mcp: [bare] })).tools, [{
    type: "mcp",
    server_label: "crm",
    server_url: "https://mcp.test/",
    require_approval: "always",
  }]);
});

Deno.test("noise reduction is sent only where it is on", () => {
  const input = (noiseReduction: typeof TURN_TAKING.noiseReduction) => {
    const session = sessionOf(settingsOf({ turnTaking: { ...TURN_TAKING, noiseReduction } }));
    return (session.audio as { input: Record<string, unknown> }).input;
  };
  assertEquals(input("far_field").noise_reduction, { type: "far_field" });
  assertEquals("noise_reduction" in input("off"), false);
});

Deno.test("a least length of speech makes turn detection a sensor, unless nobody may interrupt", () => {
  const cases = [
    [{ bargeIn: true, bargeInMs: 0 }, { answers: true, interrupts: true }],
    [{ bargeIn: true, bargeInMs: 300 }, { answers: false, interrupts: false }],
    [{ bargeIn: false, bargeInMs: 0 }, { answers: true, interrupts: false }],
    [{ bargeIn: false, bargeInMs: 300 }, { answers: true, interrupts: false }],
  ] as const;
  for (const [given, expected] of cases) {
    const turnTaking = { ...TURN_TAKING, ...given };
    assertEquals(turnDuties(turnTaking), expected);
    const settings = settingsOf({ turnTaking });
    for (const session of [sessionOf(settings), safeSessionOf(settings, null)]) {
      const { input } = session.audio as { input: { turn_detection: Record<string, unknown> } };
      const { create_response: answers, interrupt_response: interrupts } = input.turn_detection;
      assertEquals({ answers, interrupts }, expected);
    }
  }
});

Deno.test("O-09 the second session keeps functions and drops remote servers and noise reduction", () => {
  const turnTaking = { ...TURN_TAKING, noiseReduction: "near_field" as const };
  const text = JSON.stringify(safeSessionOf(settingsOf({ turnTaking }, { mcp: [SERVER] }), null));
  for (const gone of ["noise_reduction", "mcp", "token"]) assert(!text.includes(gone), gone);
  assert(text.includes("end_call"));
});

Deno.test("a change in mid-call names neither voice nor formats nor model", () => {
  const change = changeOf({ instructions: "You are billing.", tools: [], mcp: [] });
  assertEquals(change, {
    type: "realtime",
    instructions: "You are billing.",
    tools: [],
    tool_choice: "auto",
  });
});
