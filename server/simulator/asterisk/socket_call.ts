// Places one simulated call as Asterisk's chan_websocket does (avr § 6), in real time: Asterisk dials us as a WebSocket,
// media is binary, control is text in the plain or the JSON flavour, and Asterisk does the timing.
import { bytesPerMs, FromUlaw, ToUlaw } from "../../audio/sound_format.ts";
import type { Cancel } from "../../clock.ts";
import { USER_AGENT } from "../audiohook/handshake.ts";
import type { PhoneCallOptions, PhoneCallReport } from "../caller/phone_call.ts";
import { PhoneCaller } from "../caller/phone_caller.ts";
import { openWebLine, type WebLine } from "../caller/web_line.ts";
import { breachTeller, type TellBreach } from "./breach_teller.ts";
import { dialUrl } from "./dial_url.ts";
import { type MediaFormat, mediaFormat } from "./media_format.ts";
import { MediaQueue, XOFF_LEVEL, XON_LEVEL } from "./media_queue.ts";
import { type Fields, type MediaCommand, readCommand, writeEvent } from "./media_text.ts";
import { FrameCutter } from "./wire_pieces.ts";

/** What a server can do wrong. Asterisk ends the call over the fatal ones. */
const MEDIA_SOCKET_RULES = {
  SUB_PROTOCOL: 'the server selects the sub-protocol "media" (§ 6)',
  MESSAGE_SIZE: "a message has at most 65,500 bytes",
  COMMAND: "text is one of chan_websocket's commands, in the flavour that was dialled (§ 6)",
  MEDIA_SIZE: "media comes in multiples of optimal_frame_size unless it is being buffered (§ 6)",
  QUEUE_FULL:
    "after MEDIA_XOFF nothing is sent until MEDIA_XON: 1,000 frames are queued at most (§ 6)",
  SOCKET_LOST: "a call ends with HANGUP or an orderly close (§ 6)",
} as const;
type Rule = keyof typeof MEDIA_SOCKET_RULES;

const FRAME_MS = 20;
const MAX_MESSAGE_BYTES = 65_500;
const CLOSE_WITHIN_MS = 5000;
/** Asterisk's own normal close. */
const NORMAL = 1000;

export interface AsteriskSocketCallOptions extends PhoneCallOptions {
  /** What is dialled with c(…); with "+json" control messages are JSON, as with f(json). Default: "slin". */
  format?: string;
}

export interface AsteriskSocketCallReport extends PhoneCallReport {
  /** Times that FLUSH_MEDIA found nothing to drop. */
  idleFlushes: number;
}

/** Rejects when the call could not be placed at all, with an Error that says what to do. */
export async function placeAsteriskSocketCall(
  options: AsteriskSocketCallOptions,
): Promise<AsteriskSocketCallReport> {
  const phone = await PhoneCaller.prepare(options, {
    protocol: "Asterisk's WebSocket channel",
    cannot: ["hold", "language"],
    frameMs: FRAME_MS,
  });
  const id = options.conversationId ?? crypto.randomUUID();
  const call = new AsteriskSocketCall({
    phone,
    connectionId: id,
    format: mediaFormat(options.format),
    split: options.split ?? false,
  });
  const endedBy = await call.run(
    dialUrl({ options, script: phone.script, variables: phone.variables, conversationId: id }),
  );
  return {
    ...phone.report({ callId: id, endedBy, transferredTo: null }),
    idleFlushes: call.idleFlushes,
  };
}

interface CallParts {
  phone: PhoneCaller;
  connectionId: string;
  format: MediaFormat;
  split: boolean;
}

class AsteriskSocketCall {
  readonly #phone: PhoneCaller;
  readonly #parts: CallParts;
  readonly #channelId: string;
  readonly #frameBytes: number;
  readonly #toServer: FromUlaw;
  readonly #fromServer: ToUlaw;
  readonly #cutter: FrameCutter;
  readonly #queue: MediaQueue;
  readonly #breach: TellBreach<Rule>;
  #line: WebLine | undefined;
  #endedBy: PhoneCallReport["endedBy"] | null = null;
  #cancelClose: Cancel | undefined;
  /** What does not fill a frame while media is buffered; null while it is not. */
  #buffer: FrameCutter | null = null;
  #bufferedBytes = 0;
  #held: Uint8Array[] | null = null;
  #reportsDrained = false;
  #direction = "both";
  idleFlushes = 0;

  constructor(parts: CallParts) {
    const { phone, format: { sound }, connectionId, split } = parts;
    this.#phone = phone;
    this.#parts = parts;
    this.#channelId = `pbx-${connectionId}`;
    const frameBytes = this.#frameBytes = bytesPerMs(sound) * FRAME_MS;
    this.#toServer = new FromUlaw(sound);
    this.#fromServer = new ToUlaw(sound);
    this.#cutter = split
      ? new FrameCutter(frameBytes - 1, 1, frameBytes + 1, frameBytes - 1)
      : new FrameCutter(frameBytes);
    this.#queue = new MediaQueue({
      clock: phone.clock,
      onXoff: () => this.#tell("MEDIA_XOFF"),
      onXon: () => this.#tell("MEDIA_XON"),
    });
    this.#breach = breachTeller<Rule>(MEDIA_SOCKET_RULES, (rule, detail) => {
      phone.breach(rule, detail);
    });
  }

  async run(url: URL): Promise<PhoneCallReport["endedBy"]> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const line = this.#line = openWebLine({
      url,
      protocols: ["media"],
      headers: { "User-Agent": USER_AGENT },
      onConnected: () => this.#answered(),
      onText: (text) => this.#take(text),
      onBinary: (bytes) => this.#takeMedia(bytes),
      onClosed: (code) => {
        this.#closed(code);
        resolve();
      },
      onRefused: reject,
    });
    this.#phone.dialled((reason) => {
      line.drop();
      reject(reason);
    });
    try {
      await promise;
    } finally {
      this.#queue.stop();
      this.#cancelClose?.();
      this.#phone.end();
    }
    return this.#endedBy ?? "server_lost";
  }

  #answered(): void {
    if (this.#line?.protocol !== "media") {
      this.#breach("SUB_PROTOCOL", `"${this.#line?.protocol}"`);
      return this.#leave("violation");
    }
    const { connectionId, format } = this.#parts;
    this.#tell("MEDIA_START", {
      connection_id: connectionId,
      channel: `WebSocket/${connectionId}/0x1`,
      channel_id: this.#channelId,
      format: format.name,
      optimal_frame_size: this.#frameBytes,
      ptime: FRAME_MS,
    });
    this.#phone.answered({
      audio: (frame) => this.#say(frame),
      digit: (digit) => this.#tell("DTMF_END", { digit, channel_id: this.#channelId }),
      hangUp: () => this.#leave("caller"),
      drop: () => {
        this.#endedBy ??= "dropped";
        this.#line?.drop();
      },
    });
  }

  #say(ulaw: Uint8Array): void {
    if (this.#endedBy || this.#direction === "out") return;
    for (const frame of this.#cutter.push(this.#toServer.push(ulaw))) {
      this.#line?.sendBinary(frame);
    }
  }

  #tell(event: string, fields: Fields = {}): void {
    if (!this.#endedBy) this.#line?.sendText(writeEvent(this.#parts.format.flavour, event, fields));
  }

  #takeMedia(bytes: Uint8Array): void {
    if (this.#endedBy) return;
    if (bytes.length > MAX_MESSAGE_BYTES) return this.#tooLong(bytes.length);
    if (this.#direction === "in") return;
    if (this.#buffer) {
      this.#bufferedBytes += bytes.length;
      for (const frame of this.#buffer.push(bytes)) this.#enqueue(frame);
      return;
    }
    const over = bytes.length % this.#frameBytes;
    if (over > 0 || bytes.length === 0) {
      this.#breach("MEDIA_SIZE", `${bytes.length} bytes, frames have ${this.#frameBytes}`);
    }
    this.#enqueue(bytes.subarray(0, bytes.length - over));
  }

  /** @param media whole frames */
  #enqueue(media: Uint8Array): void {
    if (this.#held) {
      this.#held.push(media);
      return;
    }
    const frames = media.length / this.#frameBytes;
    const taken = this.#queue.push(frames);
    if (taken < frames) this.#breach("QUEUE_FULL", `${frames - taken} frames too many`);
    if (taken > 0) {
      this.#phone.hear(this.#fromServer.push(media.subarray(0, taken * this.#frameBytes)));
    }
  }

  #take(text: string): void {
    if (this.#endedBy) return;
    if (text.length > MAX_MESSAGE_BYTES) return this.#tooLong(text.length);
    const command = readCommand(text, this.#parts.format.flavour);
    if (command) return this.#obey(command);
    this.#breach("COMMAND", JSON.stringify(text.slice(0, 40)));
  }

  #tooLong(bytes: number): void {
    this.#breach("MESSAGE_SIZE", `${bytes} bytes`);
    this.#leave("violation");
  }

  #obey({ name, argument }: MediaCommand): void {
    switch (name) {
      case "ANSWER":
        return;
      case "HANGUP":
        this.#phone.tell("call", "the server hangs up");
        return this.#leave("server");
      case "START_MEDIA_BUFFERING":
        this.#buffer ??= new FrameCutter(this.#frameBytes);
        return;
      case "STOP_MEDIA_BUFFERING":
        return this.#stopBuffering(argument);
      case "FLUSH_MEDIA":
        return this.#flush();
      case "PAUSE_MEDIA":
        // What is queued already plays on: the caller's ear cannot stand still. What comes now waits.
        this.#held ??= [];
        return;
      case "CONTINUE_MEDIA": {
        const held = this.#held ?? [];
        this.#held = null;
        for (const media of held) this.#enqueue(media);
        return;
      }
      case "MARK_MEDIA":
        return this.#queue.whenOver(() =>
          this.#tell("MEDIA_MARK_PROCESSED", { correlation_id: argument })
        );
      case "GET_STATUS":
        return this.#tell("STATUS", {
          channel_id: this.#channelId,
          queue_length: this.#queue.frames,
          xon_level: XON_LEVEL,
          xoff_level: XOFF_LEVEL,
          queue_full: this.#queue.isFull,
          bulk_media: this.#buffer !== null,
          media_paused: this.#held !== null,
        });
      case "REPORT_QUEUE_DRAINED":
        this.#reportsDrained = true;
        return this.#watchDrained();
      case "SET_MEDIA_DIRECTION":
        if (["in", "out", "both"].includes(argument)) this.#direction = argument;
        else this.#breach("COMMAND", `direction ${JSON.stringify(argument)}`);
        return;
    }
  }

  #stopBuffering(id: string): void {
    const rest = this.#bufferedBytes % this.#frameBytes;
    if (this.#buffer && rest > 0) {
      // Asterisk fills the last frame with silence.
      const silent = new Uint8Array(this.#frameBytes - rest).fill(this.#parts.format.silence);
      for (const frame of this.#buffer.push(silent)) this.#enqueue(frame);
    }
    this.#buffer = null;
    this.#bufferedBytes = 0;
    const { flavour } = this.#parts.format;
    this.#queue.whenOver(() => {
      if (flavour === "json") this.#tell("MEDIA_BUFFERING_COMPLETED", { correlation_id: id });
      else this.#tell(["MEDIA_BUFFERING_COMPLETED", id].join(" ").trim());
    });
  }

  #flush(): void {
    this.#buffer = null;
    this.#bufferedBytes = 0;
    this.#held = null;
    const outstanding = this.#queue.frames > 0;
    this.#queue.flush();
    if (outstanding) this.#phone.bargeIn();
    else this.idleFlushes++;
    this.#watchDrained();
  }

  #watchDrained(): void {
    if (!this.#reportsDrained) return;
    this.#queue.whenOver(() => {
      if (!this.#reportsDrained) return;
      if (this.#queue.frames > 0) return this.#watchDrained();
      this.#reportsDrained = false;
      this.#tell("QUEUE_DRAINED");
    });
  }

  #leave(endedBy: PhoneCallReport["endedBy"]): void {
    if (this.#endedBy) return;
    this.#endedBy = endedBy;
    this.#queue.stop();
    this.#phone.end();
    this.#line?.close(NORMAL);
    this.#cancelClose = this.#phone.clock.after(CLOSE_WITHIN_MS, () => this.#line?.drop());
  }

  #closed(code: number): void {
    if (this.#endedBy) return;
    // 1005: closed without a status.
    if ([NORMAL, 1001, 1005].includes(code)) {
      this.#phone.tell("call", "the server closes the connection");
      this.#endedBy = "server";
      return;
    }
    this.#endedBy = "server_lost";
    this.#breach("SOCKET_LOST", `code ${code}`);
  }
}
