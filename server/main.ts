// Starts the server: reads the environment, opens files, listens, handles signals, drains.
// The only place that does any of these.
import "@std/dotenv/load";
import { createApp } from "./app.ts";
import type { App } from "./app_deps.ts";
import { systemClock } from "./clock.ts";
import { type Config, readConfig, SHORT_TOKEN_CHARS } from "./config/config.ts";
import { LEAVING_TRANSCRIPTION, LEAVING_TRANSCRIPTION_DAY } from "./config/readers.ts";
import { directoryFiles } from "./http/directory_files.ts";
import { watchEventLoop } from "./observe/event_loop_lag.ts";
import { startLog } from "./observe/logtape_log.ts";
import { createMetrics } from "./observe/metrics.ts";
import { voiceSampleFiles } from "./own_calls/voice_sample_files.ts";
import { ownInstance, readBanner } from "./process/banner.ts";
import { readClips } from "./process/clip_files.ts";
import { keptGenesysKey, storedGenesysKey } from "./process/genesys_key.ts";
import { installLastResort } from "./process/last_resort.ts";
import { openFleet } from "./process/open_fleet.ts";
import { openDoors, openPhonePorts } from "./process/phone_ports.ts";
import { remoteEnd } from "./process/remote_end.ts";
import { holdServeAddress } from "./process/serve_address.ts";
import { createTestCalls, STAND_IN_TEXT_MODEL, startStandIn } from "./process/simulator_guests.ts";
import { openSoundPlace } from "./process/sound_place.ts";
import { stopServer } from "./process/stop_server.ts";
import { storageSizes } from "./process/storage_sizes.ts";
import { TimerWheel } from "./process/timer_wheel.ts";
import { openSqliteStore } from "./store/sqlite_store.ts";
import type { Store } from "./store/store.ts";
import { nativeSocket } from "./upstream/native_socket.ts";

const clock = new TimerWheel(systemClock);

/** EX_CONFIG of sysexits: a person must change something before a start can succeed. */
const EXIT_CONFIG = 78;

function refuse(lines: string[]): never {
  console.error(lines.join("\n"));
  Deno.exit(EXIT_CONFIG);
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function config(): Config {
  const read = readConfig(Deno.env.toObject(), (path) => Deno.readTextFileSync(path));
  if (read.ok) return read.config;
  return refuse([
    `Cannot start: ${read.errors.length === 1 ? "a setting is" : "settings are"} wrong.`,
    ...read.errors.map((error) => `  ${error}`),
    "Every setting is described in .env.example.",
  ]);
}

/** What speaks with PostgreSQL is loaded only where it is used. */
async function openStore(): Promise<Store> {
  const { DATABASE_URL: url, DATA_DIR } = settings;
  if (url === "") return await openSqliteStore({ path: `${DATA_DIR}/hookline.db`, log });
  const { openPostgresStore } = await import("./store/postgres/postgres_store.ts");
  return await openPostgresStore({ url, log });
}

const settings = config();
const log = await startLog({ debug: settings.DEBUG });
const metrics = createMetrics();

const store = await openStore().catch((error) => refuse([`Cannot start: ${words(error)}`]));
const inDatabase = settings.DATABASE_URL !== "";
const keyPlace = inDatabase ? "the database" : "DATA_DIR";

let madeKey: string | null = null;
if (settings.genesysKeys.length === 0) {
  try {
    const { key, made } = inDatabase
      ? await storedGenesysKey(store)
      : keptGenesysKey(settings.DATA_DIR);
    if (made) madeKey = key;
    const { genesysSecrets: secrets, genesysOrganizations: organizations } = settings;
    settings.genesysKeys.push({ key, secrets, organizations });
  } catch (error) {
    refuse([`Cannot start: the Genesys key cannot be kept in ${keyPlace}. ${words(error)}`]);
  }
}

const sound = await openSoundPlace({ config: settings, clock, log });

const hostname = () => Deno.hostname();
const opened = await openFleet({ config: settings, store, clock, log, hostname })
  .catch((error) => refuse([`Cannot start: ${words(error)}`]));

const giveServeAddress = holdServeAddress();
const standIn = settings.OPENAI_API_KEY === "" ? await startStandIn() : null;
if (standIn && settings.OPENAI_TEXT_MODEL === "") settings.OPENAI_TEXT_MODEL = STAND_IN_TEXT_MODEL;
let port = settings.PORT;
const localHost = ["0.0.0.0", "::"].includes(settings.HOST) ? "127.0.0.1" : settings.HOST;
const local = () => `${localHost.includes(":") ? `[${localHost}]` : localHost}:${port}`;
const addresses = () => {
  const consoleUrl = settings.PUBLIC_URL === "" ? `http://${local()}` : settings.PUBLIC_URL;
  return { consoleUrl, audiohookUrl: `${consoleUrl.replace(/^http/, "ws")}/audiohook` };
};
const testCalls = createTestCalls({
  config: settings,
  url: () => port === 0 ? addresses().audiohookUrl : `ws://${local()}/audiohook`,
  log,
});

const lag = watchEventLoop(clock);
const app: App = await createApp({
  config: settings,
  store,
  fleet: opened.fleet,
  recordings: sound.recordings,
  clips: await readClips(),
  target: {
    baseUrl: standIn?.url ?? settings.OPENAI_BASE_URL,
    apiKey: standIn ? "stand-in" : settings.OPENAI_API_KEY,
    keyHeader: settings.OPENAI_KEY_HEADER === "api-key" ? "api-key" : "bearer",
  },
  ...(settings.OPENAI_SOCKET === "native" && { openSocket: nativeSocket }),
  answeredBy: standIn ? "stand-in" : "openai",
  readFile: (path) => Deno.readTextFile(path),
  clock,
  log,
  metrics,
  random: Math.random,
  staticFiles: directoryFiles(new URL("../dist", import.meta.url).pathname),
  addresses,
  lag,
  process: () => ({
    worstLagMs: lag.recentWorstMs(),
    lagByMinuteMs: lag.byMinuteMs(),
    residentBytes: Deno.memoryUsage().rss,
  }),
  printLink: (link) =>
    console.log(`\nSign in to the console (works once, for ten minutes):\n  ${link}\n`),
  placeTestCall: (callId) => testCalls.place(callId),
  dialSelf: testCalls.dialSelf,
  storage: storageSizes({ measure: () => sound.measure(), clock }),
  voiceFiles: voiceSampleFiles(`${settings.DATA_DIR}/voice_samples`),
});

metrics.gauge(
  "event_loop_lag_ms",
  "Worst delay of a timer since the last reading",
  () => lag.takeWorstMs(),
);
metrics.gauge("resident_bytes", "Memory of the process", () => Deno.memoryUsage().rss);

const { TRUSTED_PROXIES: trustedProxies } = settings;
const onDeploy = Deno.env.get("DENO_DEPLOY") !== undefined;
giveServeAddress();
const server = (() => {
  try {
    return Deno.serve(
      { hostname: settings.HOST, port: settings.PORT, onListen() {} },
      (request, { remoteAddr }) =>
        app.fetch(request, remoteEnd(remoteAddr, { onDeploy, trustedProxies })),
    );
  } catch (error) {
    return refuse([
      `Cannot listen on ${settings.HOST}:${settings.PORT}. ${words(error)}.`,
      "Stop what listens there, or set PORT to another one.",
    ]);
  }
})();
// Deno Deploy listens where it likes (DENO_SERVE_ADDRESS), which need not be a port.
const listening: Deno.Addr = server.addr;
port = "port" in listening ? listening.port : 0;
opened.start(app.fleetFacts);
const phonePorts = (() => {
  try {
    return openPhonePorts({ config: settings, app, clock, log });
  } catch (error) {
    return refuse([words(error)]);
  }
})();

console.log(readBanner({
  ...addresses(),
  doors: openDoors(settings, phonePorts, addresses().audiohookUrl),
  signInLink: app.signInLink(),
  madeKey,
  keyPlace,
  instance: ownInstance(opened.fleet.status()),
  answeredBy: standIn ? "stand-in" : "openai",
  baseUrl: settings.OPENAI_BASE_URL,
  transcriptionModel: settings.OPENAI_TRANSCRIPTION_MODEL,
  unsignedKeys: settings.genesysKeys.filter(({ secrets }) => secrets.length === 0).length,
}));
if (settings.ADMIN_TOKEN !== "" && settings.ADMIN_TOKEN.length < SHORT_TOKEN_CHARS) {
  log.warn("admin_token_short", { atLeast: SHORT_TOKEN_CHARS });
}
if (LEAVING_TRANSCRIPTION.test(settings.OPENAI_TRANSCRIPTION_MODEL)) {
  const { OPENAI_TRANSCRIPTION_MODEL: model } = settings;
  log.warn("transcription_model_leaves", { model, on: LEAVING_TRANSCRIPTION_DAY });
}
log.info("started", { port, answeredBy: standIn ? "stand-in" : "openai" });

/** A process group's signal and deno task's own arrive twice; only a later Ctrl-C means "at once". */
const ECHO_MS = 1000;
let stoppingSinceMs: number | null = null;
async function stop(why: string, options: { drainMs: number; exitCode: number }): Promise<void> {
  if (stoppingSinceMs !== null) {
    if (why === "SIGINT" && clock.now() - stoppingSinceMs > ECHO_MS) Deno.exit(130);
    return;
  }
  stoppingSinceMs = clock.now();
  log.info("stopping", { why, calls: app.liveCalls });
  await stopServer({
    app,
    server,
    phonePorts,
    testCalls,
    clock,
    drainMs: options.drainMs,
    async close() {
      lag.stop();
      await Promise.all([standIn?.stop(), sound.close(), opened.fleet.stop()]);
      await store.close();
    },
  });
  log.info("stopped", {});
  await log.stop();
  Deno.exit(options.exitCode);
}

installLastResort({
  clock,
  log,
  onBroken: () => void stop("broken", { drainMs: 60_000, exitCode: 70 }),
});
Deno.addSignalListener("SIGTERM", () => {
  void stop("SIGTERM", { drainMs: settings.DRAIN_SECONDS * 1000, exitCode: 0 });
});
// Ctrl-C, and Deno Deploy with five seconds to go: every call reaches its failure path at once.
Deno.addSignalListener("SIGINT", () => void stop("SIGINT", { drainMs: 0, exitCode: 0 }));
