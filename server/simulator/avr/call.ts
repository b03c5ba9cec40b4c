// Places one simulated call as avr-core does over WebSocket (avr § 2), in real time: JSON text with sound in base64,
// a queue that is played in real time, emptied by `interruption`, and lost when the connector closes.
import { FromUlaw, ToUlaw } from "../../audio/sound_format.ts";
import type { Cancel } from "../../clock.ts";
import { breachTeller, type TellBreach } from "../asterisk/breach_teller.ts";
import { dialUrl } from "../asterisk/dial_url.ts";
import { FrameCutter } from "../asterisk/wire_pieces.ts";
import { USER_AGENT } from "../audiohook/handshake.ts";
import type { PhoneCallOptions, PhoneCallReport } from "../caller/phone_call.ts";
import { PhoneCaller } from "../caller/phone_caller.ts";
import { openWebLine, type WebLine } from "../caller/web_line.ts";
import type { FakeAmi } from "./ami.ts";
import {
  CONNECTOR_RULES,
  type ConnectorRule,
  FRAME_BYTES,
  readConnectorMessage,
} from "./connector_message.ts";

const FRAME_MS = 20;
const SOUND = { encoding: "lpcm16", rateHz: 8000 } as const;
/** avr-core opens the socket first and says which call it is afterwards. */
const INIT_AFTER_MS = 20;
const CLOSE_WITHIN_MS = 5000;
const ORDERLY = [1000, 1001, 1005];

export interface AvrCallOptions extends PhoneCallOptions {
  /** Knows this call and ends it when it is asked to. */
  ami?: FakeAmi;
}

export interface AvrCallReport extends PhoneCallReport {
  /** What the connector complained of, in its words. */
  errors: string[];
  /** Interruptions that came while there was nothing to interrupt: avr-core puts up with them. */
  idleInterruptions: number;
}

/** Rejects when the call could not be placed at all, with an Error that says what to do. */
export async function placeAvrCall(options: AvrCallOptions): Promise<AvrCallReport> {
  const phone = await PhoneCaller.prepare(options, {
    protocol: "Agent Voice Response",
    cannot: ["hold", "language"],
    frameMs: FRAME_MS,
  });
  const uuid = options.conversationId ?? crypto.randomUUID();
  const call = new AvrCall({ phone, uuid, split: options.split ?? false, ami: options.ami });
  const { script, variables } = phone;
  const endedBy = await call.run(dialUrl({ options, script, variables, conversationId: uuid }));
  const { transferredTo, errors, idleInterruptions } = call;
  return { ...phone.report({ callId: uuid, endedBy, transferredTo }), errors, idleInterruptions };
}

interface CallParts {
  phone: PhoneCaller;
  uuid: string;
  split: boolean;
  ami: FakeAmi | undefined;
}

class AvrCall {
  readonly #parts: CallParts;
  readonly #phone: PhoneCaller;
  readonly #toServer = new FromUlaw(SOUND);
  readonly #fromServer = new ToUlaw(SOUND);
  readonly #cutter: FrameCutter;
  readonly #breach: TellBreach<ConnectorRule>;
  #line: WebLine | undefined;
  #initSent = false;
  #endedBy: PhoneCallReport["endedBy"] | null = null;
  #cancelInit: Cancel | undefined;
  #cancelClose: Cancel | undefined;
  readonly errors: string[] = [];
  idleInterruptions = 0;
  transferredTo: string | null = null;

  constructor(parts: CallParts) {
    this.#parts = parts;
    this.#phone = parts.phone;
    // Split: no chunk holds whole samples, yet nothing stays behind for more than a frame.
    this.#cutter = parts.split
      ? new FrameCutter(FRAME_BYTES - 1, FRAME_BYTES + 1, 1, FRAME_BYTES - 1)
      : new FrameCutter(FRAME_BYTES);
    this.#breach = breachTeller<ConnectorRule>(CONNECTOR_RULES, (rule, detail) => {
      parts.phone.breach(rule, detail);
    });
  }

  async run(url: URL): Promise<PhoneCallReport["endedBy"]> {
    const { uuid, ami } = this.#parts;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const line = this.#line = openWebLine({
      url,
      headers: { "User-Agent": USER_AGENT },
      onConnected: () => this.#connected(),
      onText: (text) => this.#take(text),
      onBinary: (bytes) => {
        if (!this.#endedBy) this.#breach("BINARY", `${bytes.length} bytes`);
      },
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
    ami?.learn(uuid, (target) => {
      this.transferredTo = target?.exten ?? null;
      this.#phone.tell("call", target ? `put through to ${target.exten}` : "hung up by avr-ami");
      this.#leave("server");
    });
    try {
      await promise;
    } finally {
      ami?.forget(uuid);
      this.#cancelInit?.();
      this.#cancelClose?.();
      this.#phone.end();
    }
    return this.#endedBy ?? "server_lost";
  }

  #connected(): void {
    this.#cancelInit = this.#phone.clock.after(INIT_AFTER_MS, () => {
      this.#send({ type: "init", uuid: this.#parts.uuid });
      this.#initSent = true;
      this.#phone.answered({
        audio: (frame) => this.#say(frame),
        digit: (digit) => this.#send({ type: "dtmf_digit", digit }),
        hangUp: () => this.#leave("caller"),
        drop: () => {
          this.#endedBy ??= "dropped";
          this.#line?.drop();
        },
      });
    });
  }

  #say(ulaw: Uint8Array): void {
    for (const frame of this.#cutter.push(this.#toServer.push(ulaw))) {
      this.#send({ type: "audio", audio: frame.toBase64() });
    }
  }

  #send(message: Record<string, unknown>): void {
    if (!this.#endedBy) this.#line?.sendText(JSON.stringify(message));
  }

  #take(text: string): void {
    if (this.#endedBy) return;
    if (!this.#initSent) this.#breach("BEFORE_INIT", JSON.stringify(text.slice(0, 40)));
    const { message, breach } = readConnectorMessage(text);
    if (breach) this.#breach(breach.rule, breach.received);
    switch (message?.type) {
      case "audio":
        return this.#phone.hear(this.#fromServer.push(message.audio));
      case "transcript":
        return this.#phone.talk(message.role, message.text);
      case "interruption":
        if (this.#phone.queuedMs > 0) this.#phone.bargeIn();
        else this.idleInterruptions++;
        return;
      case "error":
        this.errors.push(message.message);
        return this.#phone.tell("call", `the server complains: ${message.message}`);
    }
  }

  /** avr-core says goodbye by closing the socket. */
  #leave(endedBy: PhoneCallReport["endedBy"]): void {
    if (this.#endedBy) return;
    this.#endedBy = endedBy;
    this.#phone.end();
    this.#line?.close();
    this.#cancelClose = this.#phone.clock.after(CLOSE_WITHIN_MS, () => this.#line?.drop());
  }

  #closed(code: number): void {
    if (this.#endedBy) return;
    if (ORDERLY.includes(code)) {
      this.#phone.tell("call", "the server closes the connection");
      this.#endedBy = "server";
      return;
    }
    this.#endedBy = "server_lost";
    this.#breach("SOCKET_LOST", `code ${code}`);
  }
}
