// The record of one connection: frames both ways, totals, what was heard and said, and the verdict on the client.
// Bounded in every direction; keys are masked; tests read it, and it decides nothing.
import { joined } from "./bytes.ts";
import { Conduct } from "./conduct.ts";
import type { Tolerance } from "./scenario.ts";

/** One frame, or a run of audio frames of one type. */
export interface Frame {
  direction: "in" | "out";
  /** Type of the event; "binary", "text" or "?" where it has none. */
  type: string;
  atMs: number;
  /** Of a run: when its last frame passed. */
  lastAtMs: number;
  count: number;
  bytes: number;
  /** What a client's event said; audio and what is over 64 KiB apart. */
  event?: Readonly<Record<string, unknown>>;
}

/** An item of the model, as it went out. */
export interface Said {
  itemId: string;
  text: string;
  /** In the session's output format. */
  audio: Uint8Array;
}

export interface Totals {
  framesIn: number;
  framesOut: number;
  /** Caller audio. */
  appendedMs: number;
  /** Bytes of audio sent in deltas. */
  deltaBytes: number;
  responses: number;
  truncates: number;
  cancels: number;
  errors: number;
}

const FRAMES = 2000;
const SAID_ITEMS = 50;
const EVENT_BYTES = 64 * 1024;
/** Of caller audio that is kept to compare: about half a minute of mu-law. */
const HEARD_BYTES = 256 * 1024;
const RUNS = ["input_audio_buffer.append", "response.output_audio.delta"];

export class Journal {
  /** 1-based number of the connection. */
  readonly number: number;
  readonly path: string;
  readonly kind: "conversation" | "transcription";
  /** Of a transcription: as the last update set it. */
  model: string;
  readonly openedAtMs: number;
  /** Of the upgrade, lower case; keys masked. */
  readonly headers: Readonly<Record<string, string>>;
  readonly conduct: Conduct;
  sessionId = "";
  closed: { by: "client" | "stand-in"; code: number; reason: string; atMs: number } | null = null;
  /** Bugs of the stand-in itself; a test should find none. */
  readonly faults: string[] = [];
  readonly totals: Totals = {
    framesIn: 0,
    framesOut: 0,
    appendedMs: 0,
    deltaBytes: 0,
    responses: 0,
    truncates: 0,
    cancels: 0,
    errors: 0,
  };
  #frames: Frame[] = [];
  #said: { itemId: string; text: string; pieces: Uint8Array[] }[] = [];
  #heard: Uint8Array[] = [];
  #heardBytes = 0;
  #seen = new Map<string, number>();
  #waiting: { key: string; times: number; done: () => void }[] = [];
  #now: () => number;

  constructor(options: {
    number: number;
    url: URL;
    headers: Headers;
    now: () => number;
    tolerance: Tolerance;
  }) {
    this.number = options.number;
    this.path = options.url.pathname;
    const { searchParams } = options.url;
    this.kind = !searchParams.get("model") && searchParams.get("intent") === "transcription"
      ? "transcription"
      : "conversation";
    this.model = searchParams.get("model") ?? "";
    this.headers = maskedHeaders(options.headers);
    this.#now = options.now;
    this.openedAtMs = options.now();
    this.conduct = new Conduct({ tolerance: options.tolerance, now: options.now });
  }

  get frames(): readonly Frame[] {
    return this.#frames;
  }

  /** The last fifty items of the model that had words or sound. */
  get said(): readonly Said[] {
    return this.#said.map(({ itemId, text, pieces }) => ({ itemId, text, audio: joined(pieces) }));
  }

  /** The last half minute of caller audio, as appended. */
  get heard(): Uint8Array {
    return joined(this.#heard);
  }

  /** Types of the client's events in order, runs of audio as one. */
  received(): string[] {
    return this.#frames.filter(({ direction }) => direction === "in").map(({ type }) => type);
  }

  /** What the client said in its last event of this type. */
  lastEvent(type: string): Readonly<Record<string, unknown>> | undefined {
    return this.#frames.findLast((frame) => frame.direction === "in" && frame.type === type)?.event;
  }

  /** Mistakes that the real service would bear in silence, as "code: what"; empty is good. */
  verdict(): string[] {
    return this.conduct.mistakes().map(({ code, detail }) => `${code}: ${detail}`);
  }

  /** Resolves when so many frames of this type have passed; at once if they have. "closed" waits for the end. */
  seen(direction: "in" | "out", type: string, times = 1): Promise<void> {
    const key = `${direction} ${type}`;
    if ((this.#seen.get(key) ?? 0) >= times) return Promise.resolve();
    return new Promise((done) => this.#waiting.push({ key, times, done }));
  }

  record(
    direction: "in" | "out",
    type: string,
    bytes: number,
    event?: Readonly<Record<string, unknown>>,
  ): void {
    const atMs = this.#now();
    if (direction === "in") this.totals.framesIn++;
    else this.totals.framesOut++;
    if (direction === "out" && type === "error") this.totals.errors++;
    if (direction === "out" && type === "response.created") this.totals.responses++;
    const last = this.#frames.at(-1);
    if (last?.type === type && last.direction === direction && RUNS.includes(type)) {
      last.count++;
      last.bytes += bytes;
      last.lastAtMs = atMs;
    } else {
      const kept = event && bytes <= EVENT_BYTES && !RUNS.includes(type) ? { event } : {};
      this.#frames.push({ direction, type, atMs, lastAtMs: atMs, count: 1, bytes, ...kept });
      if (this.#frames.length > FRAMES) this.#frames.shift();
    }
    this.#tell(`${direction} ${type}`);
  }

  hear(audio: Uint8Array, audioMs: number): void {
    this.totals.appendedMs += audioMs;
    this.conduct.appended(audioMs);
    this.#heard.push(audio);
    this.#heardBytes += audio.length;
    while (this.#heardBytes > HEARD_BYTES && this.#heard.length > 1) {
      this.#heardBytes -= this.#heard.shift()!.length;
    }
  }

  say(itemId: string, text: string, audio: Uint8Array): void {
    this.totals.deltaBytes += audio.length;
    let item = this.#said.findLast((one) => one.itemId === itemId);
    if (!item) {
      item = { itemId, text, pieces: [] };
      this.#said.push(item);
      if (this.#said.length > SAID_ITEMS) this.#said.shift();
    }
    item.pieces.push(audio);
  }

  end(by: "client" | "stand-in", code: number, reason: string): void {
    if (this.closed) return;
    this.closed = { by, code, reason, atMs: this.#now() };
    if (by === "client") this.conduct.closed(code);
    this.#tell("out closed");
    this.#tell("in closed");
  }

  #tell(key: string): void {
    const times = (this.#seen.get(key) ?? 0) + 1;
    this.#seen.set(key, times);
    const due = this.#waiting.filter((one) => one.key === key && times >= one.times);
    if (due.length === 0) return;
    this.#waiting = this.#waiting.filter((one) => !due.includes(one));
    for (const { done } of due) done();
  }
}

/** The kind of a key can be seen, the key cannot. */
const MASKS: Readonly<Record<string, (value: string) => string>> = {
  authorization: (value) => /^bearer /i.test(value) ? "Bearer ***" : "***",
  "api-key": () => "***",
  cookie: () => "***",
  "sec-websocket-protocol": (value) => value.replace(/(insecure-api-key\.)[^,\s]+/g, "$1***"),
};

function maskedHeaders(headers: Headers): Record<string, string> {
  return Object.fromEntries(
    [...headers].map(([name, value]) => [name, MASKS[name]?.(value) ?? value]),
  );
}
