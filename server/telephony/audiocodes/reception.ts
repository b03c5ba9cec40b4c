// The calls that are live, by their conversation's id: begins them, and finds them again for a socket that resumes
// one (audiocodes §§ 3.1, 3.3). Knows neither HTTP nor the WebSocket API.
import type { Clock } from "../../clock.ts";
import type { Log } from "../../observe/log.ts";
import type { Answer } from "../channel.ts";
import { AudioCodesChannel } from "./channel.ts";
import type { Reception, Unwelcome } from "./connection.ts";
import type { Dialled } from "./invitation.ts";
import type { Line } from "./line.ts";
import { chooseMedia, KNOWN_FORMATS } from "./media.ts";
import { cutText, type Message, readInitiate, type ViolationCode } from "./message.ts";

export interface CallsOptions {
  answer: Answer;
  admission: () => "open" | "draining" | "full";
  transferTargets: readonly string[];
  activities: readonly string[];
  resumeMs: number;
  clock: Clock;
  log: Log;
  onViolation(code: ViolationCode): void;
  onProbe(): void;
}

export class Calls {
  readonly #options: CallsOptions;
  readonly #live = new Map<string, AudioCodesChannel>();

  constructor(options: CallsOptions) {
    this.#options = options;
  }

  get live(): readonly AudioCodesChannel[] {
    return [...this.#live.values()];
  }

  /** Whether a socket that is being opened may be for a call that is live, `conversationId` being a hint at most. */
  mayResume(conversationId: string | null): boolean {
    if (conversationId !== null && this.#live.has(conversationId)) return true;
    return this.live.some((call) => call.detached && call.resumable);
  }

  /** Whether a socket may take this conversation's call over; null: any call that waits for one. */
  holds(conversationId: string | null): boolean {
    if (conversationId === null) return this.mayResume(null);
    return this.#live.get(conversationId)?.resumable ?? false;
  }

  /** For one socket, dialled so. */
  receptionFor(dialled: Dialled): Reception {
    const { log, onViolation, onProbe } = this.#options;
    return {
      initiate: (fields, line) => this.#initiate(fields, { line, dialled }),
      resume: (fields, line) => this.#resume(fields, line),
      probed: onProbe,
      unwelcome({ code, reason }) {
        log.warn("audiocodes_violation", { call: "", code, detail: cutText(reason, 200) });
        onViolation(code);
      },
    };
  }

  #initiate(
    fields: Message["fields"],
    { line, dialled }: { line: Line; dialled: Dialled },
  ): AudioCodesChannel | Unwelcome {
    const initiate = readInitiate(fields);
    if (typeof initiate === "string") {
      return unwelcome("E_INITIATE", `session.initiate is wrong: ${initiate}`);
    }
    const { conversationId, supportedMediaFormats } = initiate;
    if (!initiate.expectAudioMessages) return unwelcome("E_TEXT_ONLY", TEXT_ONLY);
    const media = chooseMedia(supportedMediaFormats);
    if (!media) {
      return unwelcome("E_MEDIA", `no shared media format: one of ${KNOWN_FORMATS} is needed`);
    }
    if (this.#live.has(conversationId)) {
      return unwelcome("E_INITIATE", "this conversation is in use: resume it instead");
    }
    const floor = this.#options.admission();
    if (floor !== "open") return unwelcome("E_BUSY", `no new calls: ${floor}`);
    const { answer, transferTargets, activities, resumeMs, clock, log } = this.#options;
    const call = new AudioCodesChannel({
      line,
      clock,
      log,
      answer,
      // A name that came before would write into a record that is there.
      callId: crypto.randomUUID(),
      initiate,
      media,
      dialled,
      transferTargets,
      activities,
      resumeMs,
      onViolation: this.#options.onViolation,
      onForgotten: () => void this.#live.delete(conversationId),
    });
    this.#live.set(conversationId, call);
    return call;
  }

  #resume(fields: Message["fields"], line: Line): AudioCodesChannel | Unwelcome {
    const { conversationId } = fields;
    const call = typeof conversationId === "string" ? this.#live.get(conversationId) : undefined;
    if (!call?.resumable) return unwelcome("E_CONVERSATION", "conversation not found");
    call.resume(line);
    return call;
  }
}

const TEXT_ONLY =
  "expectAudioMessages is false: switch on voice streaming (directSTT and directTTS) for this bot";

function unwelcome(code: ViolationCode, reason: string): Unwelcome {
  return { code, reason };
}
