// What a simulated caller does and expects, as data: the schema of server/simulator/conversations/*.json. Pure.
import { z } from "zod";
import { isPattern } from "./expectation.ts";

const Ms = z.int().min(0).max(600_000);
const Patience = {
  /** How long the caller waits for the agent to say anything. */
  timeoutMs: Ms.default(20_000),
  /** Goes on when that time is over, instead of giving up. */
  optional: z.boolean().default(false),
};

const Step = z.discriminatedUnion("do", [
  /** Waits until the agent has spoken and been silent for `quietMs`. */
  z.strictObject({ do: z.literal("listen"), quietMs: Ms.default(800), ...Patience }),
  /** Says a recording of server/simulator/speech, or "wav" for the audio that was handed in. */
  z.strictObject({ do: z.literal("say"), recording: z.string() }),
  /** Says it into the agent's words, once the agent has spoken for `afterMs`. */
  z.strictObject({ do: z.literal("interrupt"), afterMs: Ms, recording: z.string(), ...Patience }),
  /** Goes on as soon as the agent has spoken for `ms` and still speaks. */
  z.strictObject({ do: z.literal("hear"), ms: Ms, ...Patience }),
  /** A short, loud noise that is no speech. */
  z.strictObject({ do: z.literal("cough"), ms: z.int().min(20).max(2000) }),
  /** Says nothing and expects that the agent says nothing either. */
  z.strictObject({ do: z.literal("expect_quiet"), ms: Ms }),
  z.strictObject({
    do: z.literal("press"),
    digits: z.string().regex(/^[0-9*#]+$/),
    gapMs: Ms.default(300),
  }),
  z.strictObject({ do: z.literal("pause"), ms: Ms }),
  /** Genesys pauses the audio (a secure pause) and goes on afterwards. */
  z.strictObject({ do: z.literal("hold"), ms: Ms }),
  z.strictObject({ do: z.literal("language"), tag: z.string().min(2) }),
  /** Says goodbye in the protocol's way. */
  z.strictObject({ do: z.literal("hang_up") }),
  /** The line breaks: no goodbye, no closing handshake. */
  z.strictObject({ do: z.literal("drop") }),
  /** Waits for the server to end the call. */
  z.strictObject({ do: z.literal("expect_end"), withinMs: Ms.default(20_000) }),
]);

/** A value as it must be, or "/…/" for a regular expression that it must fit. */
const Pattern = z.string().refine(isPattern, { error: "is not a regular expression" });

const Expectation = z.strictObject({
  /** Output variables that the server must have sent, by name. */
  outputs: z.record(z.string(), Pattern).optional(),
  /** The output variable END_REASON. */
  endReason: Pattern.optional(),
  /** How often the agent was interrupted. */
  bargeIns: z.int().min(0).optional(),
});

export const Script = z.strictObject({
  name: z.string(),
  about: z.string().default(""),
  /** How the server must be set up for what is expected, in words for people. */
  needs: z.string().optional(),
  /** Input variables; those of the command line come over them. */
  variables: z.record(z.string(), z.string()).optional(),
  customConfig: z.unknown().optional(),
  /** The address that is dialled, for instance "tel:+4930555010200". */
  dnis: z.string().optional(),
  /** Looked at when the call is over. */
  expect: Expectation.optional(),
  /** At the end of the steps the caller hangs up. */
  steps: z.array(Step).min(1),
});

export type Script = z.infer<typeof Script>;
export type ScriptStep = z.infer<typeof Step>;
export type Expectation = z.infer<typeof Expectation>;

/** Reads a script; throws with the field that is wrong. */
export function readScript(json: string, name: string): Script {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new Error(`Cannot read script ${name}: not JSON (${(error as Error).message})`);
  }
  const read = Script.safeParse(value);
  if (read.success) return read.data;
  throw new Error(`Cannot read script ${name}:\n${z.prettifyError(read.error)}`);
}
