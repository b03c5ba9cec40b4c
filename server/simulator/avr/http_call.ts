// Places one simulated call as older versions of avr-core do (avr § 1), in real time: one POST whose body and whose
// answer stream at the same time, raw 16-bit sound at 8 kHz both ways. Nothing can silence the phone: `bargeIns` stays 0.
import { FromUlaw, ToUlaw } from "../../audio/sound_format.ts";
import type { Cancel } from "../../clock.ts";
import { ArrivalPace, type Flow } from "../asterisk/arrival_pace.ts";
import { breachTeller, type TellBreach } from "../asterisk/breach_teller.ts";
import { dialUrl } from "../asterisk/dial_url.ts";
import { OwnStalls } from "../asterisk/own_stalls.ts";
import { FrameCutter, PieceWriter } from "../asterisk/wire_pieces.ts";
import { USER_AGENT } from "../audiohook/handshake.ts";
import type { PhoneCallOptions, PhoneCallReport } from "../caller/phone_call.ts";
import { PhoneCaller } from "../caller/phone_caller.ts";
import { CallRefused, unreachable, usualAdvice } from "../caller/web_line.ts";

/** What a server can do wrong; avr-core suffers from it. */
const HTTP_STREAM_RULES = {
  STATUS: "the answer is 200 (§ 1)",
  HEADERS: "the answer has content-type text/event-stream and cache-control no-cache (§ 1)",
  HEADERS_LATE: "the answer begins right away, within 1,000 ms (§ 1)",
  AHEAD: "sound is paced: at most 60 ms ahead of a schedule of 20 ms (§ 1)",
  ODD_TOTAL: "the answer holds whole samples of 16 bit (§ 1)",
  CUT: "the answer ends in order, after the caller's or before (§ 1)",
  LEFT_OPEN: "the answer ends within 5 s of the caller's end (§ 1)",
} as const;
type Rule = keyof typeof HTTP_STREAM_RULES;

const FRAME_MS = 20;
const FRAME_BYTES = 320;
const BYTES_PER_MS = FRAME_BYTES / FRAME_MS;
const SOUND = { encoding: "lpcm16", rateHz: 8000 } as const;
const JITTER_MS = 60;
const MAX_AHEAD_MS = 60;
const HEADERS_WITHIN_MS = 1000;
const CLOSE_WITHIN_MS = 5000;

export interface AvrHttpCallReport extends PhoneCallReport {
  /** How the server's sound came. */
  flow: Flow;
}

/** Rejects when the call could not be placed at all, with an Error that says what to do. */
export async function placeAvrHttpCall(options: PhoneCallOptions): Promise<AvrHttpCallReport> {
  const phone = await PhoneCaller.prepare(options, {
    protocol: "Agent Voice Response over HTTP",
    cannot: ["hold", "language", "press"],
    frameMs: FRAME_MS,
    jitterMs: JITTER_MS,
  });
  const uuid = options.conversationId ?? crypto.randomUUID();
  const call = new AvrHttpCall({ phone, uuid, split: options.split ?? false });
  const { script, variables } = phone;
  const endedBy = await call.run(dialUrl({ options, script, variables, conversationId: uuid }));
  return { ...phone.report({ callId: uuid, endedBy, transferredTo: null }), flow: call.flow };
}

interface CallParts {
  phone: PhoneCaller;
  uuid: string;
  split: boolean;
}

class AvrHttpCall {
  readonly #phone: PhoneCaller;
  readonly #uuid: string;
  readonly #toServer = new FromUlaw(SOUND);
  readonly #fromServer = new ToUlaw(SOUND);
  readonly #cutter = new FrameCutter(FRAME_BYTES);
  readonly #pieces: PieceWriter | null;
  readonly #stalls = new OwnStalls(FRAME_MS);
  readonly #pace = new ArrivalPace();
  readonly #breach: TellBreach<Rule>;
  readonly #abort = new AbortController();
  #body: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>> | undefined;
  #endedBy: PhoneCallReport["endedBy"] | null = null;
  #abandoned: { reason: unknown } | undefined;
  #cancelClose: Cancel | undefined;
  #isAhead = false;
  #totalBytes = 0;

  constructor({ phone, uuid, split }: CallParts) {
    this.#phone = phone;
    this.#uuid = uuid;
    this.#pieces = split
      ? new PieceWriter({ clock: phone.clock, write: (piece) => this.#write(piece) })
      : null;
    this.#breach = breachTeller<Rule>(HTTP_STREAM_RULES, (rule, detail) => {
      phone.breach(rule, detail);
    });
  }

  get flow(): Flow {
    return this.#pace.flow;
  }

  async run(url: URL): Promise<PhoneCallReport["endedBy"]> {
    this.#phone.dialled((reason) => {
      this.#abandoned = { reason };
      this.#abort.abort();
    });
    try {
      const response = await this.#open(url);
      await this.#hear(response);
    } finally {
      this.#cancelClose?.();
      this.#pieces?.stop();
      this.#phone.end();
    }
    if (this.#abandoned) throw this.#abandoned.reason;
    return this.#endedBy ?? "server_lost";
  }

  async #open(url: URL): Promise<Response> {
    const sentMs = this.#phone.clock.now();
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      start: (controller) => void (this.#body = controller),
      // The server has ended the call: its answer says so, too.
      cancel: () => void (this.#body = undefined),
    });
    let response: Response;
    try {
      response = await fetch(url, {
        method: "POST",
        headers: {
          "Content-Type": "audio/x-raw",
          "X-UUID": this.#uuid,
          "User-Agent": USER_AGENT,
        },
        body,
        redirect: "manual",
        signal: this.#abort.signal,
      });
    } catch (error) {
      if (this.#abandoned) throw this.#abandoned.reason;
      throw new Error(unreachable(url, causeOf(error)));
    }
    if (response.status >= 300) {
      await response.body?.cancel();
      this.#endBody();
      throw new CallRefused(response.status, url, usualAdvice(response.status));
    }
    this.#judgeHead(response, this.#phone.clock.now() - sentMs);
    return response;
  }

  #judgeHead({ status, headers }: Response, afterMs: number): void {
    if (status !== 200) this.#breach("STATUS", `${status}`);
    if (afterMs > HEADERS_WITHIN_MS) this.#breach("HEADERS_LATE", `${Math.round(afterMs)} ms`);
    const type = headers.get("content-type") ?? "none";
    const cache = headers.get("cache-control") ?? "none";
    if (!type.startsWith("text/event-stream") || !cache.includes("no-cache")) {
      this.#breach("HEADERS", `content-type ${type}, cache-control ${cache}`);
    }
  }

  async #hear(response: Response): Promise<void> {
    this.#stalls.seen(this.#phone.clock.now());
    this.#phone.answered({
      audio: (frame) => this.#say(frame),
      digit: () => {},
      hangUp: () => this.#hangUp(),
      drop: () => {
        this.#endedBy ??= "dropped";
        this.#abort.abort();
      },
    });
    try {
      for await (const bytes of response.body ?? []) this.#take(bytes);
    } catch (error) {
      if (this.#endedBy || this.#abandoned) return;
      this.#breach("CUT", error instanceof Error ? error.name : "an error");
      this.#endedBy = "server_lost";
      this.#endBody();
      return;
    }
    if (this.#totalBytes % 2) this.#breach("ODD_TOTAL", `${this.#totalBytes} bytes`);
    if (this.#endedBy) return;
    this.#phone.tell("call", "the server ends its answer");
    this.#endedBy = "server";
    this.#phone.end();
    this.#endBody();
  }

  #say(ulaw: Uint8Array): void {
    this.#stalls.seen(this.#phone.clock.now());
    if (this.#endedBy) return;
    for (const frame of this.#cutter.push(this.#toServer.push(ulaw))) {
      if (this.#pieces) this.#pieces.push(frame);
      else this.#write(frame);
    }
  }

  #write(bytes: Uint8Array<ArrayBuffer>): void {
    this.#body?.enqueue(bytes);
  }

  #take(bytes: Uint8Array): void {
    this.#totalBytes += bytes.length;
    if (this.#endedBy) return;
    const atMs = this.#phone.clock.now();
    const aheadMs = this.#pace.arrived({
      soundMs: bytes.length / BYTES_PER_MS,
      atMs,
      ownStallMs: this.#stalls.recentMs(atMs),
    });
    // Told once for each time that it runs away.
    const isAhead = aheadMs > MAX_AHEAD_MS;
    if (isAhead && !this.#isAhead) this.#breach("AHEAD", `${Math.round(aheadMs)} ms ahead`);
    this.#isAhead = isAhead;
    this.#phone.hear(this.#fromServer.push(bytes));
  }

  /** The caller's end of the request; the answer ends a little later. */
  #hangUp(): void {
    if (this.#endedBy) return;
    this.#pieces?.flush();
    this.#endedBy = "caller";
    this.#phone.end();
    this.#endBody();
    this.#cancelClose = this.#phone.clock.after(CLOSE_WITHIN_MS, () => {
      this.#breach("LEFT_OPEN", "an answer that goes on");
      this.#abort.abort();
    });
  }

  #endBody(): void {
    this.#body?.close();
    this.#body = undefined;
  }
}

function causeOf(error: unknown): string {
  const text = error instanceof Error ? error.message : "";
  return /refused/i.test(text) ? "ECONNREFUSED" : "the connection failed";
}
