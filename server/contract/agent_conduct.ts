// How an agent behaves beyond its words: farewells, silence, length, digits, guardrails, summary, overrides.
// One schema for each section of an agent's settings; agent.ts puts them together.
import { z } from "zod";
import { DIGIT_ACTIONS, LIMITS, SUMMARY_FORMATS, VARIABLE_NAME } from "./agent_limits.ts";
import { CONFIG_DEFAULTS } from "./agent_defaults.ts";
import { bytes, intWithin } from "./bounds.ts";

const phrase = bytes(LIMITS.phraseBytes);

/** The exact words of a farewell; "": the model finds its own. */
export const farewellSchema = z.strictObject({ success: phrase, escalation: phrase })
  .default({ ...CONFIG_DEFAULTS.farewell }).meta({ id: "Farewell" });

/** A place in the prompt, `{{name}}`, that a call's variables fill. */
export const promptVariableSchema = z.strictObject({
  name: z.string().regex(VARIABLE_NAME),
  /** Stands in where the call brings no such variable. */
  fallback: phrase,
}).meta({ id: "PromptVariable" });

/** What a call's variables may replace. Everything else they bring is data. */
export const overridesSchema = z.strictObject({
  prompt: z.boolean(),
  model: z.boolean(),
  tools: z.boolean(),
}).default({ ...CONFIG_DEFAULTS.overrides }).meta({ id: "Overrides" });

/** A caller who says nothing is asked, and after some times let go. */
export const noInputSchema = z.strictObject({
  /** Silence on both sides after which the agent asks; null: never. */
  afterMs: intWithin(LIMITS.noInputMs).nullable(),
  /** Instruction for what to say then; "": asks whether the caller is still there. */
  words: phrase,
  /** After so many questions without an answer the call ends. */
  giveUpAfter: intWithin(LIMITS.giveUpAfter),
}).default({ ...CONFIG_DEFAULTS.noInput }).meta({ id: "NoInput" });

/** The longest a call may last. */
export const maxLengthSchema = z.strictObject({
  ms: intWithin(LIMITS.maxLengthMs).nullable(),
  /** The caller is told so long before the end. */
  warnMs: intWithin(LIMITS.warnMs),
  /** Instruction for the warning; "": says that the call will soon have to end. */
  words: phrase,
}).default({ ...CONFIG_DEFAULTS.maxLength }).meta({ id: "MaxLength" });

export const digitsSchema = z.strictObject({
  /** The key that ends an input; "": none does. */
  terminator: z.enum(["#", "*", ""]),
  /** An input is complete with so many digits; null: any number. */
  length: intWithin(LIMITS.digitCount).nullable(),
  /** An input is complete after this pause. */
  gapMs: intWithin(LIMITS.digitGapMs),
  /** Secure mode: digits are never stored, logged or told to the model; tools get them. */
  secret: z.boolean(),
  /** What a single digit does at once, when no input has begun. */
  actions: z.array(z.strictObject({
    digit: z.string().regex(/^[0-9*#]$/),
    does: z.enum(DIGIT_ACTIONS),
    /** With "instruct": what the agent is to do. */
    words: phrase,
  })).max(12),
}).default(structuredClone(CONFIG_DEFAULTS.digits) as never).meta({ id: "Digits" });

/** Moderation by the provider's model; a failure of it lets the call go on. */
export const moderationSchema = z.strictObject({
  caller: z.boolean(),
  agent: z.boolean(),
  /** Said instead, word for word; "": a sentence of ours. */
  refusal: phrase,
}).default({ ...CONFIG_DEFAULTS.moderation }).meta({ id: "Moderation" });

export const summarySchema = z.strictObject({
  /** Made at the end of the call, so that the phone system gets it. */
  inCall: z.boolean(),
  /** Made after the call from the transcript, for the record, where there is none yet. */
  afterCall: z.boolean(),
  format: z.enum(SUMMARY_FORMATS),
  /** "": ENDING_PROMPT, or ours. */
  prompt: bytes(LIMITS.greetingBytes),
}).default({ ...CONFIG_DEFAULTS.summary }).meta({ id: "Summary" });

/** The agent may ask the supervisors while the call goes on: the tool `ask_supervisor`. */
export const raisedHandSchema = z.strictObject({
  on: z.boolean(),
  /** How long it waits for an answer. */
  waitMs: intWithin(LIMITS.handWaitMs),
  /** The exact words that the caller hears then; "": the agent finds its own. */
  meanwhile: phrase,
}).default({ ...CONFIG_DEFAULTS.raisedHand }).meta({ id: "RaisedHand" });

/** Both sides are kept as sound: off unless somebody who may do so switches it on. */
export const recordingSchema = z.strictObject({
  on: z.boolean(),
  /** The exact words that the caller hears first; "": nothing is said (the phone system has said it already). */
  words: phrase,
}).default({ ...CONFIG_DEFAULTS.recording }).meta({ id: "Recording" });

/** Another agent that this one may hand the call to. */
export const handoverSchema = z.strictObject({
  agentId: z.string().min(1).max(60),
  /** When to do so, for the model. */
  when: phrase,
}).meta({ id: "Handover" });
