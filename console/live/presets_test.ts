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
  const patient = PRESETS.find((preset) => preset.id === "careful")!;
  assertEquals(applyPreset(patient).idleTimeoutMs, null);
});

test("a cough guard or a noise filter of one's own is no preset", () => {
  assertEquals(presetOf({ ...turnTaking, bargeInMs: 250 }), null);
  assertEquals(presetOf({ ...turnTaking, noiseReduction: "far_field" }), null);
});

test("numbers that the way of taking turns does not look at do not matter", () => {
  const careful = { ...turnTaking, ...applyPreset(PRESETS.find(({ id }) => id === "careful")!) };
  assertEquals(presetOf({ ...careful, threshold: 0.9, silenceDurationMs: 900 })?.id, "careful");
});
