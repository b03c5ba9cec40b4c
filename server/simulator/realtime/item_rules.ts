// What a client may put into the conversation, and what it may ask of a response
// (openai-realtime §§ 6, 7, realtime-stand-in §§ 5.5, 6). Pure; knows no conversation.
import {
  formatRule,
  maxTokensRule,
  modalitiesRule,
  promptRule,
  reasoningRule,
  toolChoiceRule,
  toolsRule,
  voiceRule,
} from "./session_rules.ts";
import {
  anything,
  fields,
  flag,
  invalidValue,
  isFields,
  list,
  nullable,
  oneOf,
  type Rule,
  tagged,
  text,
} from "./shape.ts";

const base64: Rule = (value, path) => {
  const refusal = text()(value, path);
  if (refusal) return refusal;
  try {
    Uint8Array.fromBase64(value as string);
    return null;
  } catch {
    return invalidValue(path, `Invalid '${path}': not base64.`);
  }
};

const inputText = fields({ type: anything, text: text() }, ["text"]);
const contents: Readonly<Record<string, Rule>> = {
  system: tagged("type", { input_text: inputText }),
  user: tagged("type", {
    input_text: inputText,
    input_audio: fields({ type: anything, audio: base64, transcript: nullable(text()) }, ["audio"]),
    input_image: fields({ type: anything, image_url: text(), detail: text() }, ["image_url"]),
  }),
  // Audio of the assistant is made by the server only.
  assistant: tagged("type", { output_text: inputText }),
};

const head = {
  id: text({ max: 32 }),
  object: oneOf("realtime.item"),
  type: anything,
  status: oneOf("in_progress", "completed", "incomplete"),
};

const message: Rule = (value, path) => {
  const role = isFields(value) ? value.role : undefined;
  return fields({
    ...head,
    role: oneOf(...Object.keys(contents)),
    content: list(contents[String(role)] ?? anything),
  }, ["role", "content"])(value, path);
};

const ITEMS: Readonly<Record<string, Rule>> = {
  message,
  function_call: fields(
    { ...head, name: text(), call_id: text(), arguments: text() },
    ["name", "arguments"],
  ),
  function_call_output: fields(
    { ...head, call_id: text(), output: text() },
    ["call_id", "output"],
  ),
  mcp_approval_response: fields(
    {
      id: text({ max: 32 }),
      type: anything,
      approval_request_id: text(),
      approve: flag,
      reason: nullable(text()),
    },
    ["approval_request_id", "approve"],
  ),
};
export const itemRule: Rule = tagged("type", ITEMS);

const metadataRule: Rule = nullable((value, path) => {
  const entries = isFields(value) ? Object.entries(value) : [];
  if (!isFields(value) || entries.length > 16) {
    return invalidValue(path, `Invalid '${path}': expected an object of at most 16 pairs.`);
  }
  const bad = entries.find(([key, one]) =>
    key.length > 64 || typeof one !== "string" || one.length > 512
  );
  return bad
    ? invalidValue(
      `${path}.${bad[0].slice(0, 64)}`,
      `Invalid '${path}': keys have at most 64 characters, values are strings of at most 512.`,
    )
    : null;
});

/** What `response.create` may hold: no turn detection, no speed, no temperature. */
export function responseRule(refuseRate: boolean): Rule {
  return fields({
    instructions: text(),
    output_modalities: modalitiesRule,
    audio: fields({ output: fields({ format: formatRule(refuseRate), voice: voiceRule }) }),
    tools: toolsRule,
    tool_choice: toolChoiceRule,
    max_output_tokens: maxTokensRule,
    reasoning: reasoningRule,
    parallel_tool_calls: flag,
    metadata: metadataRule,
    conversation: oneOf("auto", "none"),
    input: list(tagged("type", {
      ...ITEMS,
      item_reference: fields({ type: anything, id: text() }, ["id"]),
    })),
    prompt: promptRule,
  });
}
