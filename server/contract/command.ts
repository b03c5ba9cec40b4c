// What a supervisor may ask of a live call, and what becomes of it. Server and console agree on it here.
import { z } from "zod";
import { COMMAND_LIMITS, WHISPER_MOMENTS } from "./command_kinds.ts";

const words = (chars: number) => z.string().trim().min(1).max(chars);

/** Body of POST /api/calls/{id}/commands. */
export const commandRequestSchema = z.discriminatedUnion("kind", [
  /** Guidance that only the agent hears. */
  z.strictObject({
    kind: z.literal("whisper"),
    text: words(COMMAND_LIMITS.whisperChars),
    when: z.enum(WHISPER_MOMENTS),
  }),
  /** The agent says these words, now. */
  z.strictObject({ kind: z.literal("say"), text: words(COMMAND_LIMITS.sayChars) }),
  /** The agent says goodbye and the call ends. */
  z.strictObject({ kind: z.literal("end") }),
  /** `target`: where the protocol takes one; "": wherever the phone system puts callers through to. */
  z.strictObject({
    kind: z.literal("transfer"),
    target: z.string().trim().max(COMMAND_LIMITS.targetChars),
    reason: z.string().trim().max(COMMAND_LIMITS.sayChars),
  }),
  /** From here on the supervisor's microphone speaks, and the agent is silent. */
  z.strictObject({ kind: z.literal("take_over") }),
  z.strictObject({ kind: z.literal("hand_back") }),
]).meta({
  id: "CommandRequest",
  examples: [
    { kind: "whisper", text: "Offer the free return label.", when: "after_caller" },
    { kind: "say", text: "Your parcel comes before noon." },
    { kind: "transfer", target: "", reason: "Asks for a person" },
    { kind: "end" },
  ],
});
export type CommandRequest = z.infer<typeof commandRequestSchema>;

/** 202: the call has it; what becomes of it is told by events. */
export const commandTakenSchema = z.object({ commandId: z.string() }).meta({ id: "CommandTaken" });
