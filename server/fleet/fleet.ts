// The port to the other instances of the server. One that is alone has the same port (lone_fleet.ts): nobody hears it,
// it asks nobody, and it leads. What is told is JSON; what must be kept goes to the store instead.
import type { Cancel } from "../clock.ts";
import type { FleetStatus } from "../contract/fleet.ts";
import { faultPlace } from "../guard.ts";

/** Why an instance did not answer. "late": whether it did what was asked is not known. */
export type FleetFault = "gone" | "late" | "failed";

export class FleetError extends Error {
  override readonly name = "FleetError";
  constructor(readonly code: FleetFault, message: string) {
    super(message);
  }
}

/** Why asking failed, for the log. */
export function fleetCode(error: unknown): string {
  return error instanceof FleetError ? error.code : faultPlace(error);
}

/** Whether no word can be missed: the bus is there and nobody is lost from sight. One that is alone misses none. */
export function hearsAll(fleet: Pick<Fleet, "status">): boolean {
  const status = fleet.status();
  return !status || status.busConnected && status.instances.every(({ me, heard }) => me || heard);
}

export interface Fleet {
  /** This instance's id. */
  readonly me: string;
  /** Null: the server is alone. */
  status(): FleetStatus | null;
  /** Instances, bus, or who leads: anything of `status()` but figures of load. */
  onChange(listener: () => void): Cancel;
  /** Others that are heard. */
  others(): readonly string[];
  /**
   * An instance that is heard for the first time, or again after a silence or after something that it said was lost:
   * whatever it told until now may have been missed. What it tells from here on comes after this.
   */
  onFound(listener: (instance: string) => void): Cancel;
  /** The store says that it is gone: it stopped, or it died. */
  onGone(listener: (instance: string) => void): Cancel;
  /**
   * Whether this instance does what one of them has to do for all (sending webhooks, housekeeping). At most one leads
   * at a time, as far as the store's clock can tell.
   */
  readonly leads: boolean;
  onLeads(listener: (leads: boolean) => void): Cancel;
  /**
   * Whether it may take others for dead: it has kept its own lease in the store without a break for as long as a lease
   * lasts, so that all who live have had the time to renew theirs. While it is false `onGone` tells of nobody but those
   * who said themselves that they stop. A server that is alone may.
   */
  readonly mayJudge: boolean;

  /** To all others, in order; lost where the bus is away. Never throws, never waits. */
  tell(topic: string, value: unknown): void;
  /** Not what this instance tells itself. `value` comes from a server of our own version or a neighbouring one. */
  hear(topic: string, hear: (value: unknown, from: string) => void): Cancel;
  /** @throws FleetError */
  ask(instance: string, topic: string, value: unknown, withinMs: number): Promise<unknown>;
  /**
   * One for each topic. Where it rejects, whoever asked gets "failed". `neverLate`: what has waited while this process was
   * held up is not answered either; nobody waits for it any more, and maybe they have asked once more.
   */
  answer(
    topic: string,
    answer: (value: unknown, from: string) => Promise<unknown>,
    options?: { neverLate: boolean },
  ): Cancel;

  /**
   * A line to another instance, as a WebSocket would be one: in order, both ways, open until one side closes it or
   * nothing has come for six seconds. Resolves once the other side has taken it. @throws FleetError
   */
  openLine(instance: string, topic: string, value: unknown): Promise<FleetLine>;
  /** `take` may refuse by returning false. */
  onLine(topic: string, take: (line: FleetLine, value: unknown, from: string) => boolean): Cancel;
  /** Tells the others that it goes, and closes its lines. */
  stop(): Promise<void>;
}

export interface FleetLine {
  /** Harmless once it is closed. */
  send(data: string | Uint8Array): void;
  /** `code` and `reason` as of a WebSocket; idempotent. */
  close(code: number, reason: string): void;
  /**
   * Set before anything is awaited; what has come until then waits for it. `onClose` comes once, to whoever has closed
   * it, too (a moment later, as with a WebSocket); 1006: it was lost.
   */
  onData: (data: string | Uint8Array) => void;
  onClose: (code: number, reason: string) => void;
}
