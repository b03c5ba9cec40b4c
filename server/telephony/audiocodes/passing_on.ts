// A socket whose call another instance of the server carries: what VoiceAI Connect says goes there as it came, and what
// the call says goes to the socket (audiocodes § 3.3). Knows no call, and of instances nothing but the way to one.
import { guarded } from "../../guard.ts";
import type { SocketPort } from "../socket_port.ts";

/** A socket in everything but name. */
export interface FarLine {
  /** Harmless once it is closed. */
  send(data: string | Uint8Array): void;
  close(code: number, reason: string): void;
  /** `onClose` comes once; 1006: it was lost. */
  onData: (data: string | Uint8Array) => void;
  onClose: (code: number, reason: string) => void;
}

/** The other instances. Never rejects. */
export interface Elsewhere {
  /** Whether one of them has this conversation's call; null: one that waits for its socket. */
  holds(conversationId: string | null): Promise<boolean>;
  /** Null: none of them has it. "unreached": one that did not answer may have it. */
  reach(conversationId: string): Promise<FarLine | null | "unreached">;
}

export interface PassingOnOptions {
  socket: SocketPort;
  /** `session.resume`, as it came. */
  first: string;
  line: ReturnType<Elsewhere["reach"]>;
  onFound(): void;
  onNobody(): void;
  /** It cannot go on: the other instance closed the line, it was lost, or never came about. */
  onClosed(code: number, reason: string): void;
  onSlow(): void;
  onFault(error: unknown): void;
}

/** Said before the call was found; VoiceAI Connect waits for its answer, so there should be next to nothing. */
const MAX_EARLY_CHARS = 256 * 1024;
/** As much as makes a line within one server count as stuck, after the seconds that it is given. */
const MAX_BACKLOG_BYTES = 512 * 1024;

export class PassingOn {
  readonly #options: PassingOnOptions;
  #line: FarLine | null = null;
  #early: (string | Uint8Array)[];
  #earlyChars = 0;
  #over = false;

  constructor(options: PassingOnOptions) {
    const { first, line, onFault } = options;
    this.#options = options;
    this.#early = [first];
    line.then(guarded(onFault, (line) => this.#found(line)), onFault);
  }

  say(data: string | Uint8Array): void {
    if (this.#line) return this.#line.send(data);
    if (this.#over) return;
    this.#earlyChars += data.length;
    this.#early.push(data);
    if (this.#earlyChars > MAX_EARLY_CHARS) this.#stop(1009, "too much before the call was found");
  }

  /** The socket is gone. Nothing more is told. */
  end(code: number, reason: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#early = [];
    this.#line?.close(code, reason);
  }

  #found(line: FarLine | null | "unreached"): void {
    const { socket, onFault, onFound, onNobody, onSlow } = this.#options;
    if (line === "unreached") return this.#stop(1013, "not every instance answered");
    if (this.#over) return line?.close(1001, "the phone has hung up");
    if (!line) {
      this.#over = true;
      return onNobody();
    }
    this.#line = line;
    line.onData = guarded(onFault, (data) => {
      if (this.#over) return;
      if (socket.bufferedAmount > MAX_BACKLOG_BYTES) return onSlow();
      socket.send(typeof data === "string" ? data : new Uint8Array(data));
    });
    line.onClose = guarded(onFault, (code, reason) => this.#stop(code, reason));
    onFound();
    for (const data of this.#early.splice(0)) line.send(data);
  }

  /** Our side ends it. */
  #stop(code: number, reason: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#early = [];
    this.#options.onClosed(code, reason);
  }
}
