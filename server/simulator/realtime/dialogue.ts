// What the stand-in says: a polite parcel hotline made of recordings, or tones that a test can recognise.
// It chooses words only; when and how they are sent is plan.ts. Scripted answers of a scenario come first.
import type { Phase } from "./emit.ts";
import { type Random, wholeBetween } from "./random.ts";
import type { Scenario, ScriptedPiece } from "./scenario.ts";
import { toneAudio, toneText } from "./tone.ts";
import type { Recording, Speech } from "../speech.ts";

export type Piece =
  | { type: "speech"; text: string; audio: Uint8Array; phase: Phase }
  | { type: "call"; name: string; args: string; callId?: string };
export type Reply = readonly Piece[];

/** What an answer can depend on. */
export interface Prompt {
  /** What is answered: the last thing that did not come from the model. */
  last:
    | { type: "nothing" }
    | { type: "caller"; recording: Recording | undefined }
    | { type: "text"; text: string }
    | { type: "tool_output" };
  /** Whether anybody has said anything yet; facts for the model are not words. */
  begun: boolean;
  /** Whether the caller said nothing and was waited for. */
  idle: boolean;
  /** Given for this response only. */
  instructions: string;
  tools: readonly string[];
  toolChoice: unknown;
  /** Whether this model speaks a short first item now and then. */
  comments: boolean;
}

const END_TOOL = "end_conversation_successfully";

export class Dialogue {
  #scenario: Scenario;
  #speech: Speech | undefined;
  #answers = 0;
  #scripted = 0;
  #spoken = 0;
  #turns = new Map<string, number>();
  #commentsFrom: number;

  constructor(scenario: Scenario, options: { speech?: Speech | undefined; random: Random }) {
    this.#scenario = scenario;
    this.#speech = scenario.answers === "tone" ? undefined : options.speech;
    this.#commentsFrom = wholeBetween(options.random, [0, 2]);
  }

  /** The recording of a caller that is in this audio, or what a transcription writes where there is none. */
  transcribe(audio: Uint8Array): { recording: Recording | undefined; text: string } {
    const recording = this.#speech?.recognise(audio);
    const seconds = (audio.length / 8000).toFixed(1);
    return { recording, text: recording?.text ?? `(speech, ${seconds} seconds)` };
  }

  reply(prompt: Prompt): Reply {
    const scripted = this.#scenario.replies?.[this.#scripted];
    if (scripted) {
      this.#scripted++;
      return scripted.map((piece) => this.#scriptedPiece(piece));
    }
    const forced = forcedCall(prompt);
    if (forced) return [forced];
    const answer = this.#speech ? this.#spokenReply(this.#speech, prompt) : this.#tones();
    return this.#withCommentary(answer, prompt);
  }

  #spokenReply(speech: Speech, prompt: Prompt): Piece[] {
    const tag = topic(prompt);
    const piece = this.#say(speech, tag) ?? this.#say(speech, "fallback");
    if (!piece) return this.#tones();
    const leaves = prompt.last.type === "caller" &&
      prompt.last.recording?.tags.includes("goodbye");
    const ends = leaves && tag === "farewell" &&
      prompt.tools.includes(END_TOOL) && prompt.toolChoice !== "none";
    if (!ends) return [piece];
    const args = JSON.stringify({ summary: "The caller’s question was answered." });
    return [piece, { type: "call", name: END_TOOL, args }];
  }

  /** The next recording of the agent with this tag: each in its turn. */
  #say(speech: Speech, tag: string, phase: Phase = "final_answer"): Piece | undefined {
    const fitting = speech.recordings.filter(({ role, tags }) =>
      role === "agent" && tags.includes(tag)
    );
    const turn = this.#turns.get(tag) ?? 0;
    this.#turns.set(tag, turn + 1);
    const recording = fitting[turn % Math.max(1, fitting.length)];
    return recording && { type: "speech", text: recording.text, audio: recording.audio, phase };
  }

  #tones(): Piece[] {
    return [this.#scriptedPiece({ type: "speech", audioMs: this.#scenario.answerMs ?? 2000 })];
  }

  #scriptedPiece(piece: ScriptedPiece): Piece {
    if (piece.type === "call") return piece;
    this.#spoken++;
    const audio = piece.audio ?? toneAudio(this.#spoken, piece.audioMs ?? 2000);
    const text = piece.text ?? toneText(this.#spoken, audio.length / 8);
    return { type: "speech", text, audio, phase: piece.phase ?? "final_answer" };
  }

  #withCommentary(answer: Piece[], prompt: Prompt): Piece[] {
    const wanted = this.#scenario.commentary ?? "seeded";
    // "One moment" before a greeting or a goodbye would be odd.
    const works = prompt.begun && !prompt.idle && topic(prompt) !== "farewell";
    if (!prompt.comments || !works || wanted === "never") return answer;
    this.#answers++;
    if (wanted === "seeded" && (this.#answers + this.#commentsFrom) % 3 !== 0) return answer;
    const comment = this.#speech
      ? this.#say(this.#speech, "commentary", "commentary")
      : this.#scriptedPiece({ type: "speech", audioMs: 400, phase: "commentary" });
    return comment ? [comment, ...answer] : answer;
  }
}

/** Which recording of the agent answers this, by its tag. */
function topic({ last, begun, idle, instructions }: Prompt): string {
  // Of the instructions only the last paragraph is about now; a prompt speaks of goodbyes too.
  if (/good-?bye|farewell/i.test(instructions.split(/\n\s*\n/).at(-1)!)) return "farewell";
  if (idle) return "fallback";
  switch (last.type) {
    case "nothing":
      return "greeting";
    case "tool_output":
      return "answers:thanks";
    case "text":
      if (/\b(digits?|keys?|pressed|typed)\b/i.test(last.text)) return "answers:number";
      return begun ? "fallback" : "greeting";
    case "caller": {
      const tags = last.recording?.tags ?? [];
      if (tags.includes("goodbye")) return "farewell";
      const asked = tags.find((tag) => tag.startsWith("asks:"));
      if (asked) return asked.replace("asks:", "answers:");
      return tags.includes("thanks") ? "answers:thanks" : "fallback";
    }
  }
}

function forcedCall({ toolChoice, tools }: Prompt): Piece | null {
  const named = typeof toolChoice === "object" && toolChoice !== null && "name" in toolChoice
    ? String(toolChoice.name)
    : toolChoice === "required"
    ? tools[0]
    : undefined;
  return named === undefined ? null : { type: "call", name: named, args: "{}" };
}
