// What both regimes of a transcription session have in common: how they take sound and what they are told.
import type { ServerEvent } from "../wire.ts";
import type { Desk, Told } from "./desk.ts";
import type { Line } from "./line.ts";
import type { Utterance } from "./order_book.ts";
import type { TranscriptionSession } from "./transcription_session.ts";

export interface Turns {
  /** Up to here the sound of the line was taken. */
  readonly takenMs: number;
  /** Takes what the line has brought since. */
  feed(): void;
  event(event: ServerEvent): void;
  /** No more sound comes: what was said so far is finished. */
  end(): void;
}

export interface TurnsOptions {
  session: Pick<TranscriptionSession, "append" | "commit">;
  desk: Desk;
  line: Line;
  /** Whose utterances they are. */
  by: object;
  /** Where on the line it begins. */
  fromMs: number;
  /** The server could not write an utterance down. */
  failed: (utterance: Utterance, code: string) => void;
}

type Completed = Extract<
  ServerEvent,
  { type: "conversation.item.input_audio_transcription.completed" }
>;

export function toldOf({ transcript, logprobs, languages, usage }: Completed): Told {
  return {
    text: transcript,
    logprobs: logprobs?.map(({ logprob }) => logprob) ?? null,
    languages: languages?.map((it) => typeof it === "string" ? it : it.code) ?? [],
    seconds: usage?.seconds ?? null,
  };
}
