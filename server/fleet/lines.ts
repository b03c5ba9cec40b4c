// The lines of one instance: opening them, taking them, handing each its pieces. All pieces for an instance come on one
// subject, so that opening a line needs nothing but a request.
import type { Bus } from "../bus/bus.ts";
import type { Clock } from "../clock.ts";
import { type Asking, askOver } from "./asking.ts";
import { FleetError, type FleetLine } from "./fleet.ts";
import { Line, LOST } from "./line.ts";
import { isInstanceId, jsonBytes, type Piece, pieceBytes, readJson, readPiece } from "./wire.ts";

/** Until the other side has taken a line or refused it. */
const OPEN_MS = 2000;
/** At once, of all. Each is somebody who listens, or a gateway that has come back to another instance. */
const MOST = 2000;

export interface LinesOptions {
  me: string;
  bus: Bus;
  clock: Clock;
  guard(fn: () => void): void;
  /** Something came that could not be read. */
  onOdd(): void;
}

export type TakeLine = (line: FleetLine, value: unknown, from: string) => boolean;

export class Lines {
  readonly #options: LinesOptions;
  readonly #lines = new Map<string, { line: Line; other: string }>();
  readonly #takers = new Map<string, TakeLine>();
  readonly #stops: (() => void)[];
  #opened = 0;

  constructor(options: LinesOptions) {
    this.#options = options;
    const { me, bus } = options;
    this.#stops = [
      bus.subscribe(`piece.${me}`, (data) => this.#take(data)),
      bus.respond(`line.${me}`, (data) => this.#answer(data)),
    ];
  }

  onLine(topic: string, take: TakeLine): () => void {
    this.#takers.set(topic, take);
    return () => {
      if (this.#takers.get(topic) === take) this.#takers.delete(topic);
    };
  }

  /** @throws FleetError */
  async open({ instance, topic, value }: Omit<Asking, "withinMs">): Promise<FleetLine> {
    const { me, bus } = this.#options;
    if (this.#lines.size >= MOST) throw new FleetError("failed", `${MOST} lines are open already`);
    const id = `${me}.${++this.#opened}`;
    const line = this.#add(id, instance);
    try {
      const taken = await askOver(bus, {
        subject: `line.${instance}`,
        data: jsonBytes([me, id, topic, value]),
        withinMs: OPEN_MS,
      });
      if (taken !== true) throw new FleetError("failed", `Instance ${instance} took no line`);
    } catch (error) {
      // Where its yes was late the other side has it open.
      line.close(LOST, "It was not taken in time");
      throw error;
    }
    return line;
  }

  look(): void {
    const nowMs = this.#options.clock.now();
    for (const { line } of [...this.#lines.values()]) line.look(nowMs);
  }

  loseTo(instance: string): void {
    for (const { line, other } of [...this.#lines.values()]) {
      if (other === instance) line.lose("The other instance is gone");
    }
  }

  closeAll(): void {
    for (const { line } of [...this.#lines.values()]) line.close(1001, "The instance stops");
    for (const stop of this.#stops) stop();
  }

  #add(id: string, other: string): Line {
    const { bus, clock, guard } = this.#options;
    const line = new Line({
      id,
      nowMs: clock.now(),
      send: (piece) => bus.publish(`piece.${other}`, pieceBytes(piece)),
      onOver: () => this.#lines.delete(id),
      guard,
    });
    this.#lines.set(id, { line, other });
    return line;
  }

  #answer(data: Uint8Array): Promise<Uint8Array> {
    const read = readJson(data);
    const [from, id, topic, value] = Array.isArray(read) ? read as unknown[] : [];
    const isNamed = isInstanceId(from) && typeof id === "string" && typeof topic === "string";
    if (!isNamed || !id.startsWith(`${from}.`) || id.length > 100) {
      this.#options.onOdd();
      return Promise.resolve(jsonBytes(false));
    }
    const take = this.#takers.get(topic);
    if (!take || this.#lines.has(id) || this.#lines.size >= MOST) {
      return Promise.resolve(jsonBytes(false));
    }
    const line = this.#add(id, from);
    let taken = false;
    this.#options.guard(() => taken = take(line, value, from));
    if (!taken) this.#lines.delete(id);
    return Promise.resolve(jsonBytes(taken));
  }

  #take(data: Uint8Array): void {
    const piece = readPiece(data);
    if (!piece) return this.#options.onOdd();
    const open = this.#lines.get(piece.line);
    if (open) return open.line.take(piece, this.#options.clock.now());
    // Whoever still talks on a line that is over here is told at once; a goodbye needs no answer.
    if (piece.body.kind !== "close") this.#refuse(piece);
  }

  /** The name of a line begins with who opened it; the other side of one that I opened is not known any more. */
  #refuse({ line }: Piece): void {
    const opener = line.split(".")[0] ?? "";
    const { me, bus } = this.#options;
    // What is no id would break the bus's own words: it becomes part of a subject.
    if (opener === me || !isInstanceId(opener)) return;
    const body = { kind: "close", code: LOST, reason: "It is not open here" } as const;
    bus.publish(`piece.${opener}`, pieceBytes({ line, number: 0, body }));
  }
}
