// What the stand-in says: a polite parcel hotline made of recordings, or tones that a test can recognise.
// It chooses words only; when and how they are sent is plan.ts. Scripted answers of a scenario come first.
import type { Phase } from "./emit.ts";
import { type Random, wholeBetween } from "./random.ts";
import type { Scenario, ScriptedPiece, Why } from "./scenario.ts";
import { Script } from "./script.ts";
import { fixedWords, topic } from "./topic.ts";
import { toneAudio, toneText } from "./tone.ts";
import type { Recording, Speech } from "../speech.ts";

export type McpPiece = Omit<ScriptedPiece & { type: "mcp" }, "approval">;
export type Piece =
  | { type: "speech"; text: string; audio: Uint8Array; phase: Phase }
  | { type: "call"; name: string; args: string; callId?: string }
  | McpPiece
  /** A request to be allowed to call a remote server's tool. */
  | { type: "approval"; call: McpPiece };
export type Reply = readonly Piece[];

export interface Answer {
  reply: Reply;
  /** How much later than usual it comes. */
  afterMs: number;
  /** Code with which the response fails instead. */
  fails: string | null;
}

/** A remote server that the session has, and whether its tools must be allowed. */
export interface RemoteServer {
  label: string;
  approval: boolean;
}

/** What an answer can depend on. */
export interface Prompt {
  /** What is answered: the last thing that did not come from the model. */
  last:
    | { type: "nothing" }
    | { type: "caller"; recording: Recording | undefined; text: string }
    | { type: "text"; text: string }
    | { type: "tool_output"; text: string };
  /** Whether anybody has said anything yet; facts for the model are not words. */
  begun: boolean;
  why: Why;
  /** Given for this response only. */
  instructions: string;
  /** Of the session. */
  briefing: string;
  tools: readonly string[];
  toolChoice: unknown;
  servers: readonly RemoteServer[];
  /** Whether this model speaks a short first item now and then. */
  comments: boolean;
  /** What a response beside the conversation is for, as it says itself; null: it is part of the conversation. */
  purpose: string | null;
  /** The conversation so far, one line for each item with words. */
  lines: () => string[];
}

const END_TOOL = "end_conversation_successfully";
const ESCALATION_TOOL = "end_conversation_with_escalation";
const MS_PER_CHARACTER = 60;

export class Dialogue {
  #scenario: Scenario;
  #script: Script;
  #speech: Speech | undefined;
  #answers = 0;
  #scripted = 0;
  #spoken = 0;
  #heard = 0;
  #turns = new Map<string, number>();
  #commentsFrom: number;

  constructor(scenario: Scenario, options: { speech?: Speech | undefined; random: Random }) {
    this.#scenario = scenario;
    this.#script = new Script(scenario.when ?? []);
    this.#speech = scenario.answers === "tone" ? undefined : options.speech;
    this.#commentsFrom = wholeBetween(options.random, [0, 2]);
  }

  /** The recording of a caller that is in this audio, or what a transcription writes where there is none. */
  transcribe(audio: Uint8Array): { recording: Recording | undefined; text: string } {
    const recording = this.#speech?.recognise(audio);
    const told = this.#scenario.hears?.[this.#heard++];
    const seconds = (audio.length / 8000).toFixed(1);
    return { recording, text: told ?? recording?.text ?? `(speech, ${seconds} seconds)` };
  }

  answer(prompt: Prompt): Answer {
    const rule = this.#script.take(prompt);
    if (!rule) return { reply: this.#unruled(prompt), afterMs: 0, fails: null };
    return {
      reply: rule.reply ? this.#pieces(rule.reply, prompt) : this.#unruled(prompt),
      afterMs: rule.afterMs ?? 0,
      fails: rule.fails ?? null,
    };
  }

  #unruled(prompt: Prompt): Reply {
    if (prompt.purpose !== null) return [written(prompt)];
    const scripted = this.#scenario.replies?.[this.#scripted];
    if (scripted) {
      this.#scripted++;
      return this.#pieces(scripted, prompt);
    }
    const forced = forcedCall(prompt);
    if (forced) return [forced];
    const words = fixedWords(prompt);
    if (words !== null) return [this.#exactly(words)];
    const answer = this.#speech ? this.#spokenReply(this.#speech, prompt) : this.#tones();
    return this.#withCommentary(answer, prompt);
  }

  #spokenReply(speech: Speech, prompt: Prompt): Piece[] {
    const tag = topic(prompt);
    const tags = prompt.last.type === "caller" ? prompt.last.recording?.tags ?? [] : [];
    const may = (tool: string) => prompt.tools.includes(tool) && prompt.toolChoice !== "none";
    if (prompt.why === "turn" && tags.includes("person") && may(ESCALATION_TOOL)) {
      const args = JSON.stringify({ reason: "The caller asked for a person." });
      return [{ type: "call", name: ESCALATION_TOOL, args }];
    }
    const piece = this.#say(speech, tag) ?? this.#say(speech, "fallback");
    if (!piece) return this.#tones();
    if (!tags.includes("goodbye") || tag !== "farewell" || !may(END_TOOL)) return [piece];
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

  /** These words: their recording, or as much sound as they would take. */
  #exactly(text: string): Piece {
    const recording = this.#speech?.recordings.find((one) =>
      one.role === "agent" && one.text === text
    );
    const audioMs = Math.max(400, text.length * MS_PER_CHARACTER);
    return this.#speechOf({
      type: "speech",
      text,
      ...(recording ? { audio: recording.audio } : { audioMs }),
    });
  }

  #tones(): Piece[] {
    return [this.#speechOf({ type: "speech", audioMs: this.#scenario.answerMs ?? 2000 })];
  }

  #pieces(scripted: readonly ScriptedPiece[], { servers }: Prompt): Piece[] {
    return scripted.flatMap((piece): Piece[] => {
      if (piece.type === "call") return [piece];
      if (piece.type === "speech") return [this.#speechOf(piece)];
      const { approval, ...call } = piece;
      const server = servers.find(({ label }) => label === piece.server);
      if (!server) return [];
      return [approval ?? server.approval ? { type: "approval", call } : call];
    });
  }

  #speechOf(piece: ScriptedPiece & { type: "speech" }): Piece {
    this.#spoken++;
    const lengthMs = piece.audioMs ??
      (piece.text === undefined ? 2000 : Math.max(400, piece.text.length * MS_PER_CHARACTER));
    const audio = piece.audio ?? toneAudio(this.#spoken, lengthMs);
    const text = piece.text ?? toneText(this.#spoken, audio.length / 8);
    return { type: "speech", text, audio, phase: piece.phase ?? "final_answer" };
  }

  #withCommentary(answer: Piece[], prompt: Prompt): Piece[] {
    const wanted = this.#scenario.commentary ?? "seeded";
    // "One moment" before a greeting or a goodbye would be odd.
    const works = prompt.begun && prompt.why !== "idle" && topic(prompt) !== "farewell";
    if (!prompt.comments || !works || wanted === "never") return answer;
    this.#answers++;
    if (wanted === "seeded" && (this.#answers + this.#commentsFrom) % 3 !== 0) return answer;
    const comment = this.#speech
      ? this.#say(this.#speech, "commentary", "commentary")
      : this.#speechOf({ type: "speech", audioMs: 400, phase: "commentary" });
    return comment ? [comment, ...answer] : answer;
  }
}

/** What is asked beside the conversation: a summary of it, as JSON where the instructions speak of JSON. */
function written({ instructions, lines }: Prompt): Piece {
  const summary = lines().join(" ") || "Nobody said anything.";
  const text = /\bjson\b/i.test(instructions) ? JSON.stringify({ summary }) : summary;
  return { type: "speech", text, audio: new Uint8Array(0), phase: "final_answer" };
}

function forcedCall({ toolChoice, tools }: Prompt): Piece | null {
  const named = typeof toolChoice === "object" && toolChoice !== null && "name" in toolChoice
    ? String(toolChoice.name)
    : toolChoice === "required"
    ? tools[0]
    : undefined;
  return named === undefined ? null : { type: "call", name: named, args: "{}" };
}
