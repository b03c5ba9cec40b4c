// Reads one activity of the bot (audiocodes § 7.2): which one it is and whether it has what it needs. Pure.
import { z } from "zod";
import type { Fault } from "./rules.ts";

export type Activity =
  | { name: "hangup"; reason: string }
  | { name: "transfer"; target: string; notifies: boolean }
  | { name: "abortPrompts" }
  | { name: "message"; text: string }
  /** Done by VoiceAI Connect alone: nothing of the call changes. */
  | { name: "other"; which: string };

const Fields = z.record(z.string(), z.unknown());

const Envelope = z.strictObject({
  type: z.string().toLowerCase().pipe(z.enum(["event", "message"])),
  name: z.string().optional(),
  text: z.string().optional(),
  value: z.unknown().optional(),
  parameters: Fields.optional(),
  activityParams: Fields.default({}),
  sessionParams: Fields.optional(),
  id: z.string().optional(),
  timestamp: z.string().optional(),
  delay: z.number().min(0).optional(),
  participant: z.string().optional(),
});

const Hangup = z.looseObject({ hangupReason: z.string().default("") });
const Transfer = z.looseObject({
  transferTarget: z.string().regex(/^(sips?|tel):\S+$/, "must be a sip: or tel: URI"),
  handoverReason: z.string().optional(),
  transferSipHeaders: z.array(z.strictObject({ name: z.string(), value: z.string() })).optional(),
  transferReferredByURL: z.string().optional(),
  transferNotifications: z.boolean().default(false),
});
const Nothing = z.looseObject({});
const Recognition = z.looseObject({ targetParticipant: z.string().min(1) });

/** By name: what its activityParams must be. */
const OTHERS: Readonly<Record<string, z.ZodType>> = {
  playUrl: z.looseObject({ playUrlUrl: z.url(), playUrlMediaFormat: z.string().optional() }),
  config: Nothing,
  sendDtmf: z.looseObject({ dtmfDigits: z.string().regex(/^[0-9*#]{1,20}$/) }),
  sendMetaData: Nothing,
  expectAnotherBotMessage: Nothing,
  startCallRecording: Nothing,
  stopCallRecording: Nothing,
  pauseCallRecording: Nothing,
  resumeCallRecording: Nothing,
  startRecognition: Recognition,
  stopRecognition: Recognition,
  speakerVerificationCreateSpeaker: Nothing,
  speakerVerificationGetSpeakerStatus: Nothing,
  speakerVerificationDeleteSpeaker: Nothing,
  speakerVerificationEnroll: Nothing,
  speakerVerificationVerify: Nothing,
};

export function readActivity(value: unknown): Activity | Fault {
  const read = Envelope.safeParse(value);
  if (!read.success) return fault("activity", read.error);
  const { type, name = "", text, activityParams, sessionParams } = read.data;
  if (type === "message") {
    return text
      ? { name: "message", text }
      : { rule: "ACTIVITY_FIELDS", detail: "message: text is missing" };
  }
  switch (name) {
    case "hangup": {
      const params = Hangup.safeParse(activityParams);
      if (!params.success) return fault(name, params.error);
      return { name, reason: params.data.hangupReason };
    }
    case "transfer":
    case "handover": {
      const params = Transfer.safeParse(activityParams);
      if (!params.success) return fault(name, params.error);
      const { transferTarget: target, transferNotifications: notifies } = params.data;
      return { name: "transfer", target, notifies };
    }
    case "abortPrompts":
      return { name };
  }
  const schema = Object.hasOwn(OTHERS, name) ? OTHERS[name] : undefined;
  if (!schema) return { rule: "ACTIVITY_UNKNOWN", detail: name.slice(0, 60) || "no name" };
  if (name === "config" && !sessionParams) {
    return { rule: "ACTIVITY_FIELDS", detail: "config: sessionParams is missing" };
  }
  const params = schema.safeParse(activityParams);
  return params.success ? { name: "other", which: name } : fault(name, params.error);
}

function fault(name: string, error: z.ZodError): Fault {
  const [first] = error.issues;
  const detail = `${name}: ${first?.path.join(".") || "fields"}: ${first?.message}`;
  return { rule: "ACTIVITY_FIELDS", detail };
}
