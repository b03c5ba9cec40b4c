// What a server needs of the process that it runs in, and what it is to it. Types only; app.ts makes it.
import type { Clips } from "./bridge/clips.ts";
import type { FleetFacts } from "./fleet/bus_fleet.ts";
import type { Fleet } from "./fleet/fleet.ts";
import type { SelfCallOptions } from "./own_calls/self_call.ts";
import type { KeptSamples } from "./own_calls/voice_samples.ts";
import type { Clock } from "./clock.ts";
import type { Config } from "./config/config.ts";
import type { ServerHealth } from "./contract/health.ts";
import type { StaticFiles } from "./http/admin_deps.ts";
import type { Log } from "./observe/log.ts";
import type { EventLoopLag } from "./observe/event_loop_lag.ts";
import type { Metrics } from "./observe/metrics.ts";
import type { Store } from "./store/store.ts";
import type { RecordingStore } from "./recording/recording_store.ts";
import type { HealthParts } from "./server_health.ts";
import type { OpenSocket } from "./upstream/socket.ts";
import type { UpstreamTarget } from "./upstream/upstream.ts";

export interface AppDeps {
  config: Config;
  store: Store;
  /** The other instances of this server. */
  fleet: Fleet;
  recordings: RecordingStore;
  clips: Clips;
  target: UpstreamTarget;
  /** Where npm:ws cannot be used, another client. */
  openSocket?: OpenSocket;
  answeredBy: "openai" | "stand-in";
  /** Of OPENAI_FILE_INSTRUCTIONS. */
  readFile(path: string): Promise<string>;
  clock: Clock;
  log: Log;
  metrics: Metrics;
  random: () => number;
  staticFiles: StaticFiles;
  /** Where browsers and Genesys reach this server; known once it listens. */
  addresses(): { consoleUrl: string; audiohookUrl: string };
  /** How late timers run; absent: nobody measures. */
  lag?: EventLoopLag;
  /** How the process is doing. */
  process(): ServerHealth["process"];
  printLink(link: string): void;
  /** Has the built-in caller dial; the call gets this name. */
  placeTestCall(callId: string): Promise<{ callId: string } | { refused: string }>;
  /** The same, until the first sound is heard. */
  dialSelf: SelfCallOptions["dial"];
  /** What the store and the recordings take on disk. */
  storage: HealthParts["storage"];
  voiceFiles: KeptSamples;
}

export interface App {
  fetch(request: Request, remoteAddress: string): Promise<Response>;
  /** The port of Agent Voice Response, where it has one of its own. */
  fetchAvr(request: Request, remoteAddress: string): Promise<Response>;
  /** One connection to the port of AudioSocket. Never rejects. */
  serveAudioSocket(connection: Deno.TcpConn): Promise<void>;
  /** A fresh one-use link for the console. */
  signInLink(): string;
  readonly liveCalls: number;
  /** From here on no call is answered and readiness is red; live calls go on. */
  drain(): void;
  /** Resolves once no call is live. */
  whenQuiet(): Promise<void>;
  /** What this instance tells the others of itself. */
  fleetFacts(): FleetFacts;
  failAll(quick: boolean): void;
  stop(): Promise<void>;
}
