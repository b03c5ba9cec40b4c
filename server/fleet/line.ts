// One line to another instance: numbered pieces both ways, a ping while there is nothing to say, an end that both sides
// learn of. Knows no bus and no clock.
import type { FleetLine } from "./fleet.ts";
import type { Piece } from "./wire.ts";

/** What a WebSocket says of a connection that was lost. */
export const LOST = 1006;
const PING_MS = 2000;
const SILENCE_MS = 6000;
/** What has come before anybody takes it. */
const WAITING = 512;

export interface LineOptions {
  id: string;
  nowMs: number;
  send(piece: Piece): void;
  /** It is over, for whatever reason. */
  onOver(): void;
  guard(fn: () => void): void;
}

export class Line implements FleetLine {
  onClose: FleetLine["onClose"] = () => {};
  readonly #options: LineOptions;
  #sent = 0;
  #received = 0;
  #sentAtMs: number;
  #heardAtMs: number;
  #over = false;
  /** What has come before `onData` was set. */
  #waiting: (() => void)[] | null = [];
  #onData: FleetLine["onData"] = () => {};
  /** Pieces have gone out since the last look. */
  #spoke = false;

  constructor(options: LineOptions) {
    this.#options = options;
    this.#sentAtMs = this.#heardAtMs = options.nowMs;
  }

  get onData(): FleetLine["onData"] {
    return this.#onData;
  }

  set onData(onData: FleetLine["onData"]) {
    this.#onData = onData;
    if (this.#waiting === null) return;
    // Whoever sets this sets `onClose` in the same breath.
    queueMicrotask(() => {
      const waiting = this.#waiting ?? [];
      this.#waiting = null;
      for (const tell of waiting) this.#options.guard(tell);
    });
  }

  send(data: string | Uint8Array): void {
    if (this.#over) return;
    this.#say(
      typeof data === "string" ? { kind: "text", text: data } : { kind: "bytes", bytes: data },
    );
  }

  close(code: number, reason: string): void {
    if (this.#over) return;
    this.#say({ kind: "close", code, reason });
    // Not while whoever closes it is still at it.
    queueMicrotask(() => this.#tell(() => this.onClose(code, reason)));
    this.#end();
  }

  /** A piece from the other side. */
  take({ number, body }: Piece, nowMs: number): void {
    if (this.#over) return;
    this.#heardAtMs = nowMs;
    // Whatever is missing: the other side says that it is over.
    if (body.kind === "close") return this.#endTold(body.code, body.reason);
    if (number !== this.#received + 1) return this.lose("A piece of it was lost");
    this.#received = number;
    if (body.kind === "ping") return;
    const data = body.kind === "text" ? body.text : body.bytes;
    this.#tell(() => this.#onData(data));
  }

  /** Once a second or so. */
  look(nowMs: number): void {
    if (this.#over) return;
    if (nowMs - this.#heardAtMs >= SILENCE_MS) return this.lose("Nothing came for six seconds");
    if (this.#spoke) {
      this.#spoke = false;
      this.#sentAtMs = nowMs;
    } else if (nowMs - this.#sentAtMs >= PING_MS) {
      this.#say({ kind: "ping" });
      this.#spoke = false;
      this.#sentAtMs = nowMs;
    }
  }

  lose(reason: string): void {
    if (this.#over) return;
    this.#say({ kind: "close", code: LOST, reason });
    this.#endTold(LOST, reason);
  }

  #say(body: Piece["body"]): void {
    this.#spoke = true;
    this.#options.send({ line: this.#options.id, number: ++this.#sent, body });
  }

  #endTold(code: number, reason: string): void {
    this.#end();
    this.#tell(() => this.onClose(code, reason));
  }

  #end(): void {
    this.#over = true;
    this.#options.onOver();
  }

  #tell(fn: () => void): void {
    if (this.#waiting === null) return this.#options.guard(fn);
    this.#waiting.push(fn);
    if (this.#waiting.length > WAITING) this.lose("Nobody took what came over it");
  }
}
