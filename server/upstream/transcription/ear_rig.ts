// For tests only: an ear over scripted sockets and scripted files, on a clock that a script moves.
import { BYTES_PER_MS, encodeUlaw } from "../../audio/ulaw.ts";
import { ManualClock } from "../../clock.ts";
import { silentLog } from "../../observe/log.ts";
import type { Rest, TranscribeOptions, TranscriptAnswer } from "../rest/rest.ts";
import { FakeSocket, KEY } from "../scripted_session.ts";
import type { Ear, EarEvent, EarSettings } from "./ear.ts";
import { createOpenEar } from "./open_ear.ts";

const FRAME_MS = 100;
const TRANSCRIPTION = "conversation.item.input_audio_transcription.";

/** A file that was sent, and its answer when the script gives one. */
export interface SentFile {
  options: TranscribeOptions;
  audioMs: number;
  answer(answer: TranscriptAnswer): void;
}

export class EarRig {
  readonly clock = new ManualClock();
  readonly events: EarEvent[] = [];
  readonly sockets: FakeSocket[] = [];
  readonly files: SentFile[] = [];
  readonly ear: Ear;
  readonly model: string;
  /** The line's clock. */
  atMs = 0;
  /** Sockets answer their pings. */
  ponging = true;
  onEvent: (event: EarEvent) => void = () => {};

  constructor(settings: Partial<EarSettings> = {}) {
    this.model = settings.model ?? "gpt-transcribe";
    const open = createOpenEar({
      target: { baseUrl: "https://host.test/v1", apiKey: KEY, keyHeader: "bearer" },
      rest: { transcribe: this.#transcribe } as Rest,
      clock: this.clock,
      log: silentLog,
      random: () => 0,
      openSocket: (url, headers, listener) => {
        const socket = new FakeSocket(url, headers, listener);
        this.sockets.push(socket);
        return socket;
      },
    });
    this.ear = open(
      { model: this.model, languages: [], keywords: [], ...settings },
      "caller-hash",
      (event) => {
        this.events.push(event);
        this.onEvent(event);
      },
    );
  }

  get socket(): FakeSocket {
    const last = this.sockets.at(-1);
    if (!last) throw new Error("Nothing was dialled");
    return last;
  }

  /** The line brings this sound, as fast as it sounds. */
  async hear(audio: Uint8Array): Promise<this> {
    const size = FRAME_MS * BYTES_PER_MS;
    for (let at = 0; at < audio.length; at += size) {
      const frame = audio.subarray(at, at + size);
      const ms = frame.length / BYTES_PER_MS;
      await this.pass(ms);
      this.ear.append(frame, this.atMs);
      this.atMs += ms;
    }
    return this;
  }

  async speak(ms: number): Promise<this> {
    return await this.hear(tone(ms));
  }

  async quiet(ms: number): Promise<this> {
    return await this.hear(hush(ms));
  }

  async pass(ms: number): Promise<this> {
    for (let left = ms; left > 0; left -= 500) {
      await this.clock.run(Math.min(500, left), 100);
      if (this.ponging) {
        for (const { listener, closed } of this.#open()) if (!closed) listener.pong();
      }
    }
    return this;
  }

  /** The server of the newest socket, or of another one, says something. */
  serve(event: Record<string, unknown>, socket = this.socket): this {
    socket.listener.text(JSON.stringify(event));
    return this;
  }

  created(socket = this.socket): this {
    socket.listener.opened();
    return this.serve({ type: "session.created", session: { id: "sess_1" } }, socket);
  }

  updated(session: Record<string, unknown> = {}, socket = this.socket): this {
    const update = socket.of("session.update").at(-1)!;
    const asked = update["session"] as { audio: { input: Record<string, unknown> } };
    const input = asked.audio.input;
    const echo = { id: "sess_1", audio: { input }, ...session };
    return this.serve({ type: "session.updated", session: echo }, socket);
  }

  ready(socket = this.socket): this {
    return this.created(socket).updated({}, socket);
  }

  started(item_id: string, audio_start_ms: number, socket = this.socket): this {
    const type = "input_audio_buffer.speech_started";
    return this.serve({ type, item_id, audio_start_ms }, socket);
  }

  stopped(item_id: string, audio_end_ms: number, socket = this.socket): this {
    const type = "input_audio_buffer.speech_stopped";
    return this.serve({ type, item_id, audio_end_ms }, socket);
  }

  committed(item_id: string, previous_item_id: string | null = null, socket = this.socket): this {
    return this.serve(
      { type: "input_audio_buffer.committed", item_id, previous_item_id },
      socket,
    );
  }

  delta(item_id: string, delta: string, socket = this.socket): this {
    return this.serve({ type: `${TRANSCRIPTION}delta`, item_id, delta }, socket);
  }

  completed(
    item_id: string,
    transcript: string,
    more: Record<string, unknown> = {},
    socket = this.socket,
  ): this {
    return this.serve({ type: `${TRANSCRIPTION}completed`, item_id, transcript, ...more }, socket);
  }

  failed(item_id: string, code: string, socket = this.socket): this {
    return this.serve({ type: `${TRANSCRIPTION}failed`, item_id, error: { code } }, socket);
  }

  /** An item of the server's turn detection, from its beginning to its commit. */
  item(itemId: string, startMs: number, endMs: number, socket = this.socket): this {
    return this.started(itemId, startMs, socket).stopped(itemId, endMs, socket)
      .committed(itemId, null, socket);
  }

  drop(code = 1006, reason = "", socket = this.socket): this {
    socket.listener.ended({ how: "closed", code, reason });
    return this;
  }

  of<T extends EarEvent["type"]>(type: T): Extract<EarEvent, { type: T }>[] {
    return this.events.filter((event) => event.type === type) as Extract<EarEvent, { type: T }>[];
  }

  texts(): string[] {
    return this.of("final").map(({ words }) => words.text);
  }

  notes(): string[] {
    return this.of("note").map(({ code }) => code);
  }

  /** Without what comes many times. */
  story(): string[] {
    return this.events.filter(({ type }) => type !== "partial" && type !== "used").map((event) =>
      event.type === "ready"
        ? `ready ${event.mode}`
        : event.type === "final"
        ? event.words.text
        : event.type === "note"
        ? event.code
        : event.type === "dropped"
        ? `dropped ${event.why}`
        : event.type === "lost"
        ? `lost ${event.failure.code}${event.retrying ? "" : " for good"}`
        : event.type
    );
  }

  #open() {
    return this.sockets.map(({ listener, closedWith, terminated }) => ({
      listener,
      closed: closedWith !== null || terminated,
    }));
  }

  #transcribe = (
    wav: Uint8Array<ArrayBuffer>,
    options: TranscribeOptions,
  ): Promise<TranscriptAnswer> =>
    new Promise((answer) => {
      this.files.push({ options, audioMs: (wav.length - 44) / 16, answer });
    });
}

/** Milliseconds of sound that a socket was given. */
export function appendedMs(socket: FakeSocket): number {
  return appended(socket).length / BYTES_PER_MS;
}

function appended(socket: FakeSocket): Uint8Array {
  const pieces = socket.texts.map((text) => JSON.parse(text))
    .filter(({ type }) => type === "input_audio_buffer.append")
    .map(({ audio }) => Uint8Array.fromBase64(audio));
  return Uint8Array.from(pieces.flatMap((piece) => [...piece]));
}

/** Somebody speaks: no words, but the loudness of some. */
export function tone(ms: number, amplitude = 6000): Uint8Array {
  const samples = Math.round(ms * BYTES_PER_MS);
  return encodeUlaw(
    Int16Array.from({ length: samples }, (_, i) => amplitude * Math.sin(i * 0.35)),
  );
}

/** Nobody speaks; a line is never quite still. */
export function hush(ms: number): Uint8Array {
  return tone(ms, 12);
}

export const LOGPROB = (value: number) => ({ token: "x", logprob: value, bytes: [] });

/** Speech from 1.0 to 2.0 s of the line, heard by a session that is ready. */
export async function spoken(rig = new EarRig()): Promise<EarRig> {
  await rig.quiet(1000);
  await rig.speak(300);
  rig.ready();
  await rig.speak(700);
  await rig.quiet(700);
  return rig;
}

/** An utterance of the line, from its first sound to its silence. */
export async function utterance(rig: EarRig): Promise<void> {
  await rig.speak(800);
  await rig.quiet(700);
}
