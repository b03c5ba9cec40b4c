// Places one simulated call as VoiceAI Connect does, the client of the Bot API's streaming mode, and reports how it
// went. Written from the protocol's page alone; it knows nothing of the server it calls.
import { FromUlaw, ToUlaw } from "../../audio/sound_format.ts";
import type { PhoneCallOptions, PhoneCallReport } from "../caller/phone_call.ts";
import { PhoneCaller } from "../caller/phone_caller.ts";
import { FORMAT_NAMES } from "./media_format.ts";
import { RULES } from "./rules.ts";
import { SessionRunner } from "./session_runner.ts";
import type { TransferOutcome } from "./session_state.ts";

/** What the simulator calls itself: VoiceAI Connect's own name is not documented. */
export const USER_AGENT = "Hookline-Simulator/1.0";

/** A variable that is not told to the bot: what becomes of a transfer that it wants to hear about. */
const TRANSFER_OUTCOME = "SIMULATED_TRANSFER";
const OUTCOMES: readonly string[] = ["answered", "no-answer", "busy", "declined", "error"];

/**
 * `format`: the formats that are offered, the favourite first, separated by commas; all of them without. The variable
 * SIMULATED_TRANSFER makes a transfer fail: no-answer, busy, declined or error.
 * Rejects when the call could not be placed at all, with an Error that says what to do.
 */
export async function placeAudioCodesCall(options: PhoneCallOptions): Promise<PhoneCallReport> {
  const caller = await PhoneCaller.prepare(options, {
    protocol: "AudioCodes",
    cannot: ["hold", "language"],
    frameMs: 20,
  });
  const { [TRANSFER_OUTCOME]: outcome = "answered", ...variables } = caller.variables;
  const conversationId = options.conversationId ?? crypto.randomUUID();
  let encoder: FromUlaw | undefined;
  let decoder: ToUlaw | undefined;
  const runner: SessionRunner = new SessionRunner({
    clock: caller.clock,
    url: new URL(options.url),
    headers: {
      "user-agent": USER_AGENT,
      ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
    },
    config: {
      conversationId,
      botName: "simulated",
      caller: options.caller ?? "+4930555010199",
      callee: options.called ?? caller.script.dnis ?? "+4930555010100",
      language: options.language ?? "en-US",
      variables,
      startedAt: new Date(caller.clock.wall()).toISOString(),
      offered: offerOf(options.format),
      bargeIn: options.bargeIn ?? true,
      transferOutcome: outcomeOf(outcome),
      split: options.split ?? false,
    },
    hooks: {
      answered: () => {
        caller.answered({
          audio: (frame) => {
            if (encoder) runner.input({ type: "caller_audio", sound: encoder.push(frame) });
          },
          digit: (digit) => runner.input({ type: "digit", digit }),
          hangUp: () => runner.input({ type: "hang_up" }),
          drop: () => runner.input({ type: "drop" }),
        });
        caller.after(options.loseSocketAfterMs, () => runner.input({ type: "lose_socket" }));
      },
      listen: ({ sound }) => encoder = new FromUlaw(sound),
      stream: ({ sound }) => decoder = new ToUlaw(sound),
      play: (sound) => {
        // Whole samples in, and the last few of a resampled stream stay in the filter.
        const ulaw = decoder?.push(sound);
        if (ulaw) caller.hear(ulaw);
      },
      silence: () => caller.bargeIn(),
      words: (role, text) => caller.talk(role, text),
      breach: (rule, detail) => caller.breach(rule, `${RULES[rule]}; received: ${detail}`),
      note: (line) => caller.tell("call", line),
      over: () => caller.end(),
    },
  });
  caller.dialled((reason) => runner.abandon(reason));
  try {
    const { by, transferredTo } = await runner.run();
    return caller.report({ callId: conversationId, endedBy: by, transferredTo });
  } finally {
    caller.end();
  }
}

/** Throws when a name is not of the table. */
function offerOf(names: string | undefined): readonly string[] {
  if (!names) return FORMAT_NAMES;
  const offered = names.split(",").map((name) => name.trim());
  const unknown = offered.find((name) => !FORMAT_NAMES.includes(name));
  if (unknown === undefined) return offered;
  throw new Error(
    `Cannot place the call: formats of AudioCodes are ${FORMAT_NAMES.join(", ")}, ` +
      `separated by commas; received "${unknown}"`,
  );
}

function outcomeOf(text: string): TransferOutcome {
  if (OUTCOMES.includes(text)) return text as TransferOutcome;
  throw new Error(`${TRANSFER_OUTCOME} must be one of ${OUTCOMES.join(", ")}, received "${text}"`);
}
