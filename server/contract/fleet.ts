// The instances of the server that look like one. Types only.
import type { Alert } from "./alert_kinds.ts";

/** What one instance tells of itself, every two seconds. */
export interface InstanceFacts {
  /**
   * Small letters, digits and hyphens, another one after each start: the name as far as it can be written so, a hyphen
   * and four letters and digits. By it a call can still say on which machine it was when nothing else is known of that.
   */
  id: string;
  /** For people: INSTANCE_NAME, or the name of the machine. */
  name: string;
  version: string;
  /** Wall clock, UTC. */
  startedAtMs: number;
  /** Live calls, and how many it takes. */
  calls: number;
  maxCalls: number;
  /** How late its timers have run: the worst of about the last ten seconds. */
  lagMs: number;
  residentBytes: number;
  /** Consoles that watch the floor through it. */
  readers: number;
  draining: boolean;
  alerts: readonly Alert[];
}

export interface FleetInstance extends InstanceFacts {
  /** It answers this console. */
  me: boolean;
  /**
   * False: the store says that it lives, but nothing is heard of it; what is shown of its calls may be out of date,
   * and nothing can be asked of them.
   */
  heard: boolean;
}

/** Absent where a server is alone. */
export interface FleetStatus {
  /** What carries words between instances. */
  bus: "nats" | "postgres";
  busConnected: boolean;
  /** This one first, then by name. */
  instances: readonly FleetInstance[];
}
