// What VoiceAI Connect can do for an agent, as tools on offer to the model (audiocodes § 7.2). Checks what the model
// wrote; knows neither session nor socket.
import { z } from "zod";
import type { PhoneTool, PhoneToolResult } from "../channel.ts";
import type { Wish } from "./activities.ts";

/** What a tool may do with the call. */
export interface ToolDesk {
  /** False: there is no socket, or the call is ending. */
  ask(wish: Wish): boolean;
  /** Resolves with what became of it; never rejects. */
  transfer(wish: Wish): Promise<PhoneToolResult>;
}

interface Offer {
  /** Of the activity, as operators write it. */
  activity: string;
  name: string;
  description: string;
  /** Of the agent's arguments. */
  schema: z.ZodType<Record<string, unknown>>;
  then: PhoneTool["then"];
  /** A sentence: it cannot be done so. */
  wish(args: Record<string, unknown>): Wish | string;
  done: string;
}

const GONE = "The phone system cannot be reached at this moment.";
const setting = z.strictObject({
  name: z.string().min(1).max(128),
  value: z.union([z.string().max(2_048), z.number(), z.boolean()]),
});
const settings = z.array(setting).min(1).max(20);

/** A `tel:` or `sip:` address that VoiceAI Connect can dial. */
export function isTransferAddress(target: string): boolean {
  return /^tel:\+?[0-9*#().-]{2,40}(;[\w=.+-]{1,64})*$/i.test(target) ||
    /^sips?:[^\s<>"@]{1,128}(@[^\s<>"@]{1,128})?$/i.test(target);
}

/** Only where callers may be put through to by the operator's word: a caller must not talk an agent into dialling. */
function transferOffer(targets: readonly string[]): Offer {
  const target = z.enum(targets).optional();
  return {
    activity: "transfer",
    name: "transfer_call",
    description: "Puts the caller through to a person. Tell the caller first. " +
      "Leave target out to reach the usual place.",
    schema: z.strictObject({
      target,
      reason: z.string().min(1).max(256).describe("Why, for the person who takes over"),
    }),
    then: "handed_over",
    wish({ target = targets[0], reason }) {
      const activityParams = {
        transferTarget: target,
        handoverReason: reason,
        transferNotifications: true,
      };
      return { name: "transfer", activityParams };
    },
    done: "The caller was put through.",
  };
}

const OFFERS: readonly Offer[] = [
  {
    activity: "playUrl",
    name: "play_url",
    description: "Plays a sound file to the caller.",
    schema: z.strictObject({
      url: z.string().max(2_048),
      format: z.enum(["wav/lpcm16", "wav/lpcm16_8", "raw/lpcm16", "raw/lpcm16_8"]).optional(),
    }),
    then: "goes_on",
    wish({ url, format = "wav/lpcm16" }) {
      const parsed = URL.parse(String(url));
      if (parsed?.protocol !== "https:") return "url must be an https address.";
      const activityParams = { playUrlUrl: parsed.href, playUrlMediaFormat: format };
      return { name: "playUrl", activityParams };
    },
    done: "It is being played.",
  },
  {
    activity: "config",
    name: "config",
    description: "Changes settings of the phone system for the rest of the call.",
    schema: z.strictObject({ settings }),
    then: "goes_on",
    wish: ({ settings }) => ({ name: "config", sessionParams: recordOf(settings) }),
    done: "The settings are changed.",
  },
  {
    activity: "sendMetaData",
    name: "send_meta_data",
    description: "Sends facts about the call to the desktop of the person who may take over.",
    schema: z.strictObject({ data: settings }),
    then: "goes_on",
    wish: ({ data }) => ({ name: "sendMetaData", value: recordOf(data) }),
    done: "The facts are sent.",
  },
  {
    activity: "sendDtmf",
    name: "send_dtmf",
    description: "Presses keys on the line, for instance in a menu of the other side.",
    schema: z.strictObject({
      digits: z.string().regex(/^[0-9*#]{1,20}$/).describe("At most 20 of 0-9, * and #"),
    }),
    then: "goes_on",
    wish: ({ digits }) => ({ name: "sendDtmf", activityParams: { dtmfDigits: digits } }),
    done: "The keys are being pressed.",
  },
  {
    activity: "abortPrompts",
    name: "abort_prompts",
    description: "Stops whatever the phone system is playing to the caller.",
    schema: z.strictObject({}),
    then: "goes_on",
    wish: () => ({ name: "abortPrompts" }),
    done: "It was stopped.",
  },
  {
    activity: "startCallRecording",
    name: "start_call_recording",
    description: "Begins to record the call. Ask the caller first.",
    schema: z.strictObject({ name: z.string().regex(/^[\w.-]{1,64}$/).optional() }),
    then: "goes_on",
    wish: ({ name }) => ({
      name: "startCallRecording",
      ...(name === undefined ? {} : { activityParams: { recordingName: name } }),
    }),
    done: "The call is being recorded.",
  },
  recording("stop", "Ends the recording of the call.", "The recording has ended."),
  recording("pause", "Pauses the recording, for instance for a secret.", "The recording pauses."),
  recording("resume", "Goes on with a paused recording.", "The recording goes on."),
];

function recording(verb: string, description: string, done: string): Offer {
  const activity = `${verb}CallRecording`;
  return {
    activity,
    name: `${verb}_call_recording`,
    description,
    schema: z.strictObject({}),
    then: "goes_on",
    wish: () => ({ name: activity }),
    done,
  };
}

/** Names of activities that can be had as tools, as settings write them. */
export const OFFERED_ACTIVITIES: readonly string[] = [
  "transfer",
  ...OFFERS.map(({ activity }) => activity),
];

/** Of each activity named, in any case; unknown names are left out, and transfer where there is nowhere to. */
export function phoneTools(
  activities: readonly string[],
  { desk, transferTargets }: { desk: ToolDesk; transferTargets: readonly string[] },
): PhoneTool[] {
  const wanted = new Set(activities.map((name) => name.toLowerCase()));
  const transfer = transferTargets.length > 0 ? [transferOffer(transferTargets)] : [];
  return [...transfer, ...OFFERS]
    .filter(({ activity }) => wanted.has(activity.toLowerCase()))
    .map((offer) => toolOf(offer, desk));
}

function toolOf(offer: Offer, desk: ToolDesk): PhoneTool {
  const { name, description, schema, then, done } = offer;
  const { $schema: _, ...parameters } = z.toJSONSchema(schema, { io: "input" });
  return {
    name,
    description,
    parameters,
    then,
    ...(then === "handed_over" && { targetArgument: "target", reasonArgument: "reason" }),
    async run(args) {
      const read = schema.safeParse(args);
      if (!read.success) return { ok: false, say: wrongArguments(read.error) };
      const wish = offer.wish(read.data);
      if (typeof wish === "string") return { ok: false, say: `Not done: ${wish}` };
      if (then === "handed_over") return await desk.transfer(wish);
      return desk.ask(wish) ? { ok: true, say: done } : { ok: false, say: GONE };
    },
  };
}

function wrongArguments(error: z.ZodError): string {
  const issue = error.issues[0];
  const field = issue?.path.join(".") || "The arguments";
  return `Not done: ${field}: ${issue?.message ?? "wrong"}.`;
}

function recordOf(entries: unknown): Record<string, unknown> {
  const read = settings.parse(entries);
  return Object.fromEntries(read.map(({ name, value }) => [name, value]));
}
