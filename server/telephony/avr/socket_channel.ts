// One call over avr-core's WebSocket (avr § 2): JSON texts both ways, sound in base64. The call itself is run by
// session.ts, the way out is socket_outbox.ts.
import { ToUlaw } from "../../audio/sound_format.ts";
import type { Channel, Ending, Pacing, PhoneTool, TalkNotice, TurnReport } from "../channel.ts";
import type { SocketPort } from "../socket_port.ts";
import { MAX_TEXT_CHARS, readCoreMessage } from "./core_message.ts";
import { AVR_SOUND, ULAW_FRAME_BYTES } from "./frames.ts";
import { QuietClose } from "./quiet_close.ts";
import { AvrSession, type SessionOptions } from "./session.ts";
import { SocketOutbox } from "./socket_outbox.ts";

/** The core has a queue, plays it in real time and empties it when told so: there is no need to be sparing. */
const AVR_SOCKET_PACING: Pacing = {
  firstBytes: ULAW_FRAME_BYTES,
  chunkBytes: ULAW_FRAME_BYTES,
  maxBytes: 50 * ULAW_FRAME_BYTES,
  aheadMs: 1_000,
};

/** Closings that say goodbye: Node's sockets give no code where none was asked for. */
const GOODBYES = [1000, 1005];
/** What closes a socket whose other side has done nothing wrong. */
const ENDINGS = [1000, 1011];
const MAX_WORDS_CHARS = 16_000;

export class AvrSocketChannel implements Channel {
  readonly pacing = AVR_SOCKET_PACING;
  #session: AvrSession;
  #outbox: SocketOutbox;
  #closing: QuietClose;
  #sound = new ToUlaw(AVR_SOUND);

  constructor(options: SessionOptions & { socket: SocketPort }) {
    const { socket, clock } = options;
    const outbox = this.#outbox = new SocketOutbox({
      socket,
      clock,
      onSlow: (bytes) => this.#session.note("slow_phone", `${bytes} bytes not taken`),
      onReads: () => this.#session.note("phone_reads_again", ""),
      onStuck: () => this.#session.lost("E_SLOW"),
      onFault: (error) => this.#session.fault(error),
    });
    const closing = this.#closing = new QuietClose({
      socket,
      clock,
      onFault: (error) => this.#session.fault(error),
    });
    this.#session = new AvrSession(options, {
      channel: this,
      tellsItsEnd: true,
      wire: {
        sayError: (message) => outbox.say({ type: "error", message }),
        hangUp(code, reason) {
          if (code === 1000) outbox.rest();
          outbox.drop();
          (ENDINGS.includes(code) ? closing : socket).close(code, reason);
        },
        letGo() {
          outbox.drop();
          closing.letGo();
        },
      },
    });
  }

  // What the socket tells.

  read(text: string): void {
    this.#closing.heard();
    const session = this.#session;
    if (text.length > MAX_TEXT_CHARS) return session.oversize(`${text.length} characters`);
    const message = readCoreMessage(text);
    if (message.type === "audio") return this.#hear(message.audio);
    if (message.type === "unreadable") return session.unreadable(message.detail);
    session.readable();
    switch (message.type) {
      case "init":
        return session.init(message.id);
      case "digit":
        return session.digit(message.digit);
      case "unknown":
        return session.noteOnce("unknown_message", message.detail);
    }
  }

  binary(data: ArrayBuffer): void {
    this.#closing.heard();
    if (data.byteLength > MAX_TEXT_CHARS) {
      return this.#session.oversize(`${data.byteLength} bytes`);
    }
    this.#session.unreadable("a binary message");
  }

  socketClosed(code: number): void {
    this.#session.gone(
      GOODBYES.includes(code)
        ? { by: "phone", detail: "hangup" }
        : { by: "phone_lost", detail: `socket closed, code ${code}` },
    );
  }

  fault(error: unknown): void {
    this.#session.fault(error);
  }

  // What the bridge wishes.

  get tools(): readonly PhoneTool[] {
    return this.#session.tools;
  }

  get handsOver(): boolean {
    return this.#session.handsOver;
  }

  get unsentBytes(): number {
    return this.#outbox.unsentBytes;
  }

  play(audio: Uint8Array): void {
    if (this.#session.speaks) this.#outbox.play(audio);
  }

  rest(): void {
    if (this.#session.speaks) this.#outbox.rest();
  }

  clear(): number {
    return this.#session.speaks ? this.#outbox.silence() : this.#outbox.drop();
  }

  /** The protocol has no place for it. */
  report(_turn: TurnReport): void {}

  tell(notice: TalkNotice): void {
    if (!this.#session.speaks) return;
    switch (notice.type) {
      case "caller_words":
        return notice.final ? this.#say("user", notice.text) : undefined;
      case "agent_words":
        return this.#say("agent", notice.text);
      case "trouble":
        return this.#outbox.say({
          type: "error",
          message: `The agent has trouble: ${notice.code}. The call goes on.`,
        });
    }
  }

  /** The dialplan goes on after it; there is no place for `outputs`. */
  end(ending: Ending): void {
    this.#session.end(ending);
  }

  #hear(base64: string): void {
    let bytes: Uint8Array;
    try {
      bytes = Uint8Array.fromBase64(base64);
    } catch {
      return this.#session.unreadable("audio that is not base64");
    }
    this.#session.readable();
    const ulaw = this.#sound.push(bytes);
    if (ulaw.length > 0) this.#session.hear(ulaw);
  }

  #say(role: "user" | "agent", text: string): void {
    if (text === "") return;
    const cut = text.slice(0, MAX_WORDS_CHARS).toWellFormed();
    this.#outbox.say({ type: "transcript", role, text: cut });
  }
}
