import { assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { applyPreset, presetOf, PRESETS } from "./presets.ts";
import { sampleConfig } from "./sample_agent.ts";

const { turnTaking } = sampleConfig();

test("every preset is recognised after it was applied", () => {
  for (const preset of PRESETS) {
    assertEquals(presetOf({ ...turnTaking, ...applyPreset(preset) })?.id, preset.id);
  }
});

test("own numbers are no preset, other people's switches do not matter", () => {
  assertEquals(presetOf({ ...turnTaking, silenceDurationMs: 640 }), null);
  assertEquals(presetOf({ ...turnTaking, bargeIn: false, idleTimeoutMs: 8000 })?.id, "balanced");
});

test("taking turns by meaning drops the question after silence, which it cannot have", () => {
  const patient = PRESETS.find((preset) => preset.id === "patient")!;
  assertEquals(applyPreset(patient).idleTimeoutMs, null);
});
