// The whole server in this process, with a stand-in for the model and a store in memory: for tests.
// Everything between the two sockets is the real thing.
import { createApp } from "../../app.ts";
import { readClips } from "../../process/clip_files.ts";
import { systemClock as clock } from "../../clock.ts";
import { type Config, readConfig } from "../../config/config.ts";
import { createLoneFleet } from "../../fleet/lone_fleet.ts";
import type { StaticFiles } from "../../http/admin_deps.ts";
import { type Log, silentLog } from "../../observe/log.ts";
import { openPhonePorts } from "../../process/phone_ports.ts";
import { createMetrics } from "../../observe/metrics.ts";
import {
  type CallReport,
  placeCall,
  type PlaceCallOptions,
} from "../../simulator/audiohook/call.ts";
import { placeAudioSocketCall } from "../../simulator/asterisk/call.ts";
import { placeAsteriskSocketCall } from "../../simulator/asterisk/socket_call.ts";
import { placeAudioCodesCall } from "../../simulator/audiocodes/call.ts";
import { placeAvrCall } from "../../simulator/avr/call.ts";
import { placeAvrHttpCall } from "../../simulator/avr/http_call.ts";
import { Script } from "../../simulator/caller/caller_script.ts";
import type {
  PhoneCallOptions,
  PhoneCallReport,
  PlacePhoneCall,
} from "../../simulator/caller/phone_call.ts";
import { openaiRest, type RestRequest } from "../../simulator/openai_rest/openai_rest.ts";
import type { RestScenario } from "../../simulator/openai_rest/rest_scenario.ts";
import {
  placeTranscriptionCall,
  type PlaceTranscriptionOptions,
  type TranscriptionReport,
} from "../../simulator/people/transcription_call.ts";
import { memoryRecordings } from "../../recording/memory_recordings.ts";
import type { RecordingStore } from "../../recording/recording_store.ts";
import type { Scenario } from "../../simulator/realtime/scenario.ts";
import { type StandIn, startStandIn } from "../../simulator/realtime/stand_in.ts";
import { createTestCalls } from "../../process/simulator_guests.ts";
import { loadSpeech, type Speech } from "../../simulator/speech.ts";
import type { z } from "zod";
import { createMemoryStore } from "../../store/memory_store.ts";
import type { Store } from "../../store/store.ts";

export const ADMIN_TOKEN = "whole-test-admin-token";
const API_KEY = "whole-test-key";
export const SECRET = btoa("0123456789abcdef0123456789abcdef");

export interface RunningApp {
  url: string;
  standIn: StandIn;
  /** What was asked of the provider's REST endpoints, in order. */
  restRequests: readonly RestRequest[];
  store: Store;
  /** Rings the server; signed. */
  ring(options?: Partial<PlaceCallOptions>): Promise<CallReport>;
  /** A call between people, to be written down; signed. */
  ringPeople(options?: Partial<PlaceTranscriptionOptions>): Promise<TranscriptionReport>;
  /** Rings by way of another phone system; only with `phones`. */
  ringPhone(protocol: PhoneName, options?: Partial<PhoneCallOptions>): Promise<PhoneCallReport>;
  /** Asks the admin API, signed in by the token. */
  api(path: string, init?: RequestInit): Promise<Response>;
  drain(): void;
  failAll(quick: boolean): void;
  readonly liveCalls: number;
  stop(): Promise<void>;
}

let loaded: Promise<Speech> | undefined;

export async function runApp(
  options: {
    scenario?: Scenario;
    rest?: RestScenario;
    paceX?: number;
    store?: Store;
    recordings?: RecordingStore;
    env?: Record<string, string>;
    log?: Log;
    /** Opens the doors of all phone systems, with tokens. */
    phones?: boolean;
    /** As if a real model had answered, so that calls cost something. */
    paid?: boolean;
    /** The console, for a browser to look at. */
    staticFiles?: StaticFiles;
  } = {},
): Promise<RunningApp> {
  // Once: reading it takes long enough to hold up the sound of calls that are live in other apps.
  const speech = await (loaded ??= loadSpeech());
  const restRequests: RestRequest[] = [];
  const over = new AbortController();
  const standIn = await startStandIn({
    speech,
    rest: openaiRest({
      speech,
      ...(options.rest && { scenario: options.rest }),
      ...(options.paceX && { paceX: options.paceX }),
      onRequest: (request) => restRequests.push(request),
      signal: over.signal,
    }),
    ...(options.scenario && { scenario: options.scenario }),
    ...(options.paceX && { paceX: options.paceX }),
  });
  const store = options.store ?? createMemoryStore();
  let origin = "";
  const settings = config({ ...(options.phones && PHONES), ...options.env });
  const app = await createApp({
    config: settings,
    store,
    fleet: createLoneFleet(),
    recordings: options.recordings ?? memoryRecordings(() => clock.wall()),
    clips: await readClips(),
    target: { baseUrl: standIn.url, apiKey: "stand-in", keyHeader: "bearer" },
    answeredBy: options.paid ? "openai" : "stand-in",
    readFile: (path) => Deno.readTextFile(path),
    clock,
    log: options.log ?? silentLog,
    metrics: createMetrics(),
    random: Math.random,
    staticFiles: options.staticFiles ?? { read: () => Promise.resolve(undefined) },
    addresses: () => ({
      consoleUrl: origin,
      audiohookUrl: `${origin.replace("http", "ws")}/audiohook`,
    }),
    process: () => ({ worstLagMs: 0, lagByMinuteMs: [], residentBytes: 0 }),
    printLink() {},
    placeTestCall: () => Promise.resolve({ refused: "not in tests" }),
    dialSelf: createTestCalls({
      config: settings,
      url: () => `${origin.replace("http", "ws")}/audiohook`,
      log: options.log ?? silentLog,
    }).dialSelf,
    storage: () => Promise.resolve({ bytes: null, recordingsBytes: null }),
    voiceFiles: { read: () => Promise.resolve(null), write: () => Promise.resolve() },
  });
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    (request, { remoteAddr }) => app.fetch(request, remoteAddr.hostname),
  );
  origin = `http://127.0.0.1:${server.addr.port}`;
  const log = options.log ?? silentLog;
  const ports = openPhonePorts({ config: settings, app, clock, log });
  return {
    url: `ws://127.0.0.1:${server.addr.port}/audiohook`,
    standIn,
    restRequests,
    store,
    ring: (more) =>
      placeCall({
        url: `${origin.replace("http", "ws")}/audiohook`,
        apiKey: API_KEY,
        secret: SECRET,
        speech,
        ...more,
      }),
    ringPeople: (more) =>
      placeTranscriptionCall({
        url: `${origin.replace("http", "ws")}/audiohook/transcribe`,
        apiKey: API_KEY,
        secret: SECRET,
        speech,
        ...more,
      }),
    ringPhone: (protocol, more) =>
      placeOnPhone(protocol, {
        url: phoneUrl(protocol, { main: server.addr.port, ...ports }),
        token: PHONE_TOKEN,
        speech,
        ...more,
      }),
    api: (path, init = {}) =>
      fetch(origin + path, {
        ...init,
        headers: { authorization: `Bearer ${ADMIN_TOKEN}`, ...init.headers },
      }),
    drain: () => app.drain(),
    failAll: (quick) => app.failAll(quick),
    get liveCalls() {
      return app.liveCalls;
    },
    async stop() {
      await app.stop();
      await ports.stop();
      await server.shutdown();
      // Requests that hang would keep it from stopping.
      over.abort();
      await standIn.stop();
      await store.close();
    },
  };
}

/** Where a phone system dials, and by which simulator. */
const PLACES = {
  audiocodes: placeAudioCodesCall,
  avr: placeAvrCall,
  "avr-http": placeAvrHttpCall,
  audiosocket: placeAudioSocketCall,
  "asterisk-ws": placeAsteriskSocketCall,
} as const satisfies Record<string, PlacePhoneCall>;
export type PhoneName = keyof typeof PLACES;
export const PHONE_NAMES = Object.keys(PLACES) as PhoneName[];

const PHONE_TOKEN = "whole-test-phone-token";
const PHONES = {
  AUDIOCODES_TOKEN: PHONE_TOKEN,
  AVR_PORT: "0",
  AVR_TOKEN: PHONE_TOKEN,
  AUDIOSOCKET_PORT: "0",
  ASTERISK_TOKEN: PHONE_TOKEN,
};

function placeOnPhone(protocol: PhoneName, options: PhoneCallOptions): Promise<PhoneCallReport> {
  return PLACES[protocol](options);
}

function phoneUrl(
  protocol: PhoneName,
  ports: { main: number; avr: number | null; audioSocket: number | null },
): string {
  switch (protocol) {
    case "audiocodes":
      return `ws://127.0.0.1:${ports.main}/audiocodes`;
    case "avr":
      return `ws://127.0.0.1:${ports.avr}`;
    case "avr-http":
      return `http://127.0.0.1:${ports.avr}/speech-to-speech-stream`;
    case "audiosocket":
      return `tcp://127.0.0.1:${ports.audioSocket}`;
    case "asterisk-ws":
      return `ws://127.0.0.1:${ports.main}/asterisk/media`;
  }
}

function config(env: Record<string, string>): Config {
  const read = readConfig(
    { GENESYS_API_KEY: API_KEY, GENESYS_CLIENT_SECRET: SECRET, ADMIN_TOKEN, ...env },
    () => {
      throw new Error("no file");
    },
  );
  if (!read.ok) throw new Error(read.errors.join("; "));
  return read.config;
}

export type Steps = z.input<typeof Script>["steps"];

/** A caller's script; steps take their defaults. */
export function script(name: string, ...steps: Steps): Script {
  return Script.parse({ name, steps });
}
