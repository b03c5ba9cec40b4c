// One socket of VoiceAI Connect: until its first message says which call it is for, and then as that call's line, or
// passed on to the instance that has the call (audiocodes §§ 2, 3). Knows how calls are found only by who receives it.
import type { Cancel, Clock } from "../../clock.ts";
import { faultPlace, guarded } from "../../guard.ts";
import type { Log } from "../../observe/log.ts";
import type { SocketListener, SocketPort } from "../socket_port.ts";
import type { AudioCodesChannel } from "./channel.ts";
import type { Line } from "./line.ts";
import {
  MAX_TEXT_CHARS,
  type Message,
  type Outgoing,
  quoted,
  readMessage,
  type ViolationCode,
} from "./message.ts";
import { type Elsewhere, PassingOn } from "./passing_on.ts";

/** A session that cannot be: `reason` is for VoiceAI Connect's log. */
export interface Unwelcome {
  code: ViolationCode;
  reason: string;
}

/** Gives a socket its call. */
export interface Reception {
  initiate(fields: Message["fields"], line: Line): AudioCodesChannel | Unwelcome;
  resume(fields: Message["fields"], line: Line): AudioCodesChannel | Unwelcome;
  /** A connection check was answered: no call, no record. */
  probed(): void;
  unwelcome(violation: Unwelcome): void;
}

export interface ConnectionOptions {
  socket: SocketPort;
  clock: Clock;
  log: Log;
  reception: Reception;
  /** Where calls that are not here may be; absent: nowhere. */
  reach?: Elsewhere["reach"] | undefined;
  /** Nothing more is heard of the socket. Exactly once. */
  onOver(): void;
}

const FIRST_WITHIN_MS = 10_000;
const CLOSE_WITHIN_MS = 2_000;
/** Sound waits long before this: such a heap is answers to a flood of messages, and nobody reads them. */
const MAX_BACKLOG_BYTES = 1024 * 1024;

export class Connection implements Line, SocketListener {
  readonly #options: ConnectionOptions;
  #call: AudioCodesChannel | null = null;
  #passing: PassingOn | null = null;
  #phase: "waiting" | "bound" | "closing" | "over" = "waiting";
  #cancel: Cancel | null = null;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#within(FIRST_WITHIN_MS, () => {
      options.reception.unwelcome({ code: "E_FIRST_TIMEOUT", reason: "no session.initiate" });
      this.close(1008, "no session.initiate");
    });
  }

  // As the call's line.

  get backlogBytes(): number {
    return this.#options.socket.bufferedAmount;
  }

  /** Never throws: a socket that cannot send will say that it is closed. */
  send(message: Outgoing): void {
    if (this.#phase === "closing" || this.#phase === "over") return;
    if (this.backlogBytes > MAX_BACKLOG_BYTES) return this.#giveUp();
    try {
      this.#options.socket.send(JSON.stringify(message));
    } catch (error) {
      this.#options.log.warn("audiocodes_not_sent", { place: faultPlace(error) });
    }
  }

  close(code: number, reason: string): void {
    if (this.#phase === "closing" || this.#phase === "over") return;
    this.#phase = "closing";
    this.#passing?.end(code, reason);
    this.#within(CLOSE_WITHIN_MS, () => this.#over());
    try {
      this.#options.socket.close(code, reason);
    } catch (error) {
      this.#options.log.warn("audiocodes_not_closed", { place: faultPlace(error) });
    }
  }

  /** Our side lets everything go; a call says goodbye by itself. */
  dismiss(reason: string): void {
    // The call goes on elsewhere, and VoiceAI Connect dials again.
    if (this.#passing) return this.close(1001, reason);
    if (this.#phase !== "waiting") return;
    this.send({ type: "session.error", reason });
    this.close(1001, reason);
  }

  // What the socket tells.

  text(data: string): void {
    if (this.#phase !== "waiting" && this.#phase !== "bound") return;
    if (data.length > MAX_TEXT_CHARS) return this.#oversize(`${data.length} characters`);
    if (this.#passing) return this.#passing.say(data);
    const message = readMessage(data);
    if (!message) return this.#odd("bad_json", "a message is no JSON object with a type");
    if (this.#call) return this.#call.read(this, message);
    this.#first(message, data);
  }

  binary(data: ArrayBuffer): void {
    if (this.#phase !== "waiting" && this.#phase !== "bound") return;
    if (data.byteLength > MAX_TEXT_CHARS) return this.#oversize(`${data.byteLength} bytes`);
    if (this.#passing) return this.#passing.say(new Uint8Array(data));
    this.#odd("binary_frame", "this protocol has none");
  }

  closed(code: number): void {
    if (this.#phase === "over") return;
    const call = this.#call;
    this.#passing?.end(code, "");
    this.#over();
    call?.lost(this, code);
  }

  fault(error: unknown): void {
    if (this.#call) return this.#call.fault(error);
    this.#options.log.error("audiocodes_fault", { call: "", place: faultPlace(error) });
    this.close(1011, "");
  }

  #first({ type, fields }: Message, data: string): void {
    const { reception } = this.#options;
    switch (type) {
      case "connection.validate":
        this.send({ type: "connection.validated", success: true });
        return reception.probed();
      case "session.initiate":
        return this.#bind(reception.initiate(fields, this));
      case "session.resume":
        return this.#resume(fields, data);
    }
    this.#refuse({
      code: "E_FIRST",
      reason: `session.initiate must come first, not ${quoted(type)}`,
    });
  }

  #resume(fields: Message["fields"], data: string): void {
    const { reception, reach } = this.#options;
    const call = reception.resume(fields, this);
    const { conversationId } = fields;
    if (!("reason" in call) || !reach || typeof conversationId !== "string") {
      return this.#bind(call);
    }
    this.#within(FIRST_WITHIN_MS, () => this.#refuse(call));
    this.#passing = new PassingOn({
      socket: this.#options.socket,
      first: data,
      line: reach(conversationId),
      onFound: () => {
        this.#phase = "bound";
        this.#stopWaiting();
      },
      onNobody: () => this.#refuse(call),
      onClosed: (code, reason) => this.close(closable(code), reason),
      onSlow: () => this.#giveUp(),
      onFault: (error) => this.fault(error),
    });
  }

  #bind(call: AudioCodesChannel | Unwelcome): void {
    if ("reason" in call) return this.#refuse(call);
    this.#call = call;
    if (this.#phase !== "waiting") return;
    this.#phase = "bound";
    this.#stopWaiting();
  }

  #refuse(violation: Unwelcome): void {
    this.#options.reception.unwelcome(violation);
    this.send({ type: "session.error", reason: violation.reason });
    this.close(1000, "session.error");
  }

  #oversize(detail: string): void {
    if (this.#call) return this.#call.oversize(this, detail);
    this.#options.reception.unwelcome({ code: "E_SIZE", reason: detail });
    this.close(1009, "message too large");
  }

  /** For the call its socket is lost then: VoiceAI Connect may dial again. */
  #giveUp(): void {
    const detail = "the phone does not read";
    this.#odd("slow_phone", detail);
    this.close(1013, detail);
    this.#call?.lost(this, 1013);
  }

  #odd(code: string, detail: string): void {
    if (this.#call) return this.#call.noteOnce(code, detail);
    this.#options.log.debug("audiocodes_note", { call: "", code, detail });
  }

  #over(): void {
    this.#phase = "over";
    this.#stopWaiting();
    this.#options.onOver();
  }

  #within(ms: number, fn: () => void): void {
    this.#stopWaiting();
    const onFault = (error: unknown) => this.fault(error);
    this.#cancel = this.#options.clock.after(ms, guarded(onFault, fn));
  }

  #stopWaiting(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}

/** Codes that only tell what became of a connection cannot be sent. */
function closable(code: number): number {
  return code >= 1000 && code < 5000 && ![1004, 1005, 1006, 1015].includes(code) ? code : 1011;
}
