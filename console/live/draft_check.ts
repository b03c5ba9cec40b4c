// What can be said about a draft before the server is asked: sizes, numbers, names. Pure.
// The server has the last word; this only spares a round trip and keeps nonsense from being sent.
// Tools are checked in their dialogs, by tool_check.ts.
import type { AgentConfig } from "../../server/contract/agent.ts";
import { LIMITS, VARIABLE_NAME } from "../../server/contract/agent_limits.ts";
import type { FieldError } from "../api.ts";
import { CHECK_TEXTS as TEXTS } from "../texts/checks.ts";
import { type Faults, faults, outside, tooLong, twice } from "./field_checks.ts";

export function checkDraft(config: AgentConfig): FieldError[] {
  return faults(
    config.name.trim() === "" && { path: "name", message: TEXTS.agentName },
    tooLong("prompt", config.prompt, LIMITS.promptBytes),
    tooLong("greeting", config.greeting, LIMITS.greetingBytes),
    config.model.trim() === "" && { path: "model", message: TEXTS.model },
    config.maxOutputTokens !== "inf" &&
      outside("maxOutputTokens", config.maxOutputTokens, LIMITS.maxOutputTokens),
    phrase("farewell.success", config.farewell.success),
    phrase("farewell.escalation", config.farewell.escalation),
    ...checkVariables(config.variables),
    ...checkTurns(config),
    ...checkConduct(config),
    ...checkHandover(config.handover),
    outside("raisedHand.waitMs", config.raisedHand.waitMs, LIMITS.handWaitMs, 1000),
    phrase("raisedHand.meanwhile", config.raisedHand.meanwhile),
    phrase("recording.words", config.recording.words),
  );
}

function checkVariables(variables: AgentConfig["variables"]): Faults {
  return variables.flatMap(({ name, fallback }, index) => [
    VARIABLE_NAME.test(name) ? null : {
      path: `variables.${index}.name`,
      message: TEXTS.variableName,
    },
    twice(variables.map((variable) => variable.name), index, `variables.${index}.name`),
    phrase(`variables.${index}.fallback`, fallback),
  ]);
}

function checkTurns({ turnTaking, noInput }: AgentConfig): Faults {
  return [
    outside("turnTaking.threshold", turnTaking.threshold, LIMITS.threshold),
    outside("turnTaking.prefixPaddingMs", turnTaking.prefixPaddingMs, LIMITS.prefixPaddingMs),
    outside("turnTaking.silenceDurationMs", turnTaking.silenceDurationMs, LIMITS.silenceDurationMs),
    outside("turnTaking.idleTimeoutMs", turnTaking.idleTimeoutMs, LIMITS.idleTimeoutMs),
    outside("turnTaking.bargeInMs", turnTaking.bargeInMs, LIMITS.bargeInMs),
    outside("noInput.afterMs", noInput.afterMs, LIMITS.noInputMs, 1000),
    outside("noInput.giveUpAfter", noInput.giveUpAfter, LIMITS.giveUpAfter),
    phrase("noInput.words", noInput.words),
  ];
}

function checkConduct({ maxLength, digits, moderation, summary }: AgentConfig): Faults {
  const keys = digits.actions.map(({ digit }) => digit);
  return [
    outside("maxLength.ms", maxLength.ms, LIMITS.maxLengthMs, 60_000),
    outside("maxLength.warnMs", maxLength.warnMs, LIMITS.warnMs, 1000),
    maxLength.ms !== null && maxLength.warnMs >= maxLength.ms
      ? { path: "maxLength.warnMs", message: TEXTS.warning }
      : null,
    phrase("maxLength.words", maxLength.words),
    outside("digits.length", digits.length, LIMITS.digitCount),
    outside("digits.gapMs", digits.gapMs, LIMITS.digitGapMs, 1000),
    ...digits.actions.flatMap(({ does, words }, index) => [
      twice(keys, index, `digits.actions.${index}.digit`),
      does === "instruct" && words.trim() === ""
        ? { path: `digits.actions.${index}.words`, message: TEXTS.instruct }
        : null,
      phrase(`digits.actions.${index}.words`, words),
    ]),
    phrase("moderation.refusal", moderation.refusal),
    tooLong("summary.prompt", summary.prompt, LIMITS.greetingBytes),
  ];
}

function checkHandover(handover: AgentConfig["handover"]): Faults {
  const ids = handover.map(({ agentId }) => agentId);
  return handover.flatMap(({ agentId, when }, index) => [
    agentId === "" ? { path: `handover.${index}.agentId`, message: TEXTS.agent } : null,
    agentId === "" ? null : twice(ids, index, `handover.${index}.agentId`),
    phrase(`handover.${index}.when`, when),
  ]);
}

function phrase(path: string, text: string): FieldError | null {
  return tooLong(path, text, LIMITS.phraseBytes);
}
