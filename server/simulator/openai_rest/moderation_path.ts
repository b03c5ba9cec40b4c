// /v1/moderations of the stand-in: objects to the words of a list.
import { fields, refuse, text } from "../realtime/shape.ts";
import { bad, type RestAnswer } from "./rest_answer.ts";
import type { RestTiming } from "./rest_scenario.ts";

const CATEGORIES = ["harassment", "hate", "illicit", "self-harm", "sexual", "violence"];
const body = fields({ model: text(), input: text({ max: 100_000 }) }, ["input"]);

export function moderationAnswer(
  value: unknown,
  { flagged, timing }: { flagged: Readonly<Record<string, string>>; timing: RestTiming },
): RestAnswer {
  const refusal = body(value, "");
  if (refusal) return bad(refusal);
  const { input, model } = value as { input: string; model?: string };
  if (input === "") return bad(refuse("invalid_value", "Invalid 'input': empty.", "input"));
  const hits = Object.entries(flagged).filter(([word]) =>
    input.toLowerCase().includes(word.toLowerCase())
  ).map(([, category]) => category);
  const names = [...new Set([...CATEGORIES, ...hits])];
  const result = {
    flagged: hits.length > 0,
    categories: Object.fromEntries(names.map((name) => [name, hits.includes(name)])),
    category_scores: Object.fromEntries(
      names.map((name) => [name, hits.includes(name) ? 0.93 : 0.0001]),
    ),
    category_applied_input_types: Object.fromEntries(names.map((name) => [name, ["text"]])),
  };
  const answer = { id: "modr-1", model: model ?? "omni-moderation-latest", results: [result] };
  return { type: "json", afterMs: timing.moderationMs, value: answer };
}
