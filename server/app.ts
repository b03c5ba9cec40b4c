// Puts the server together: floor, agents, answering, telephony, admin API. Touches nothing outside the
// process by itself: files, sockets and signals are main's.
import { openAgents } from "./agents/agents_book.ts";
import { defaultConfig } from "./agents/default_config.ts";
import { createAgentSide } from "./agent_side.ts";
import { createAnswering } from "./answering.ts";
import type { Clips } from "./bridge/clips.ts";
import type { Clock } from "./clock.ts";
import type { Config } from "./config.ts";
import type { TurnTaking } from "./contract/agent.ts";
import type { Eagerness, ReasoningEffort, Voice } from "./contract/agent_limits.ts";
import type { ServerStatus } from "./contract/feed.ts";
import type { ServerHealth } from "./contract/health.ts";
import { createEgress } from "./egress/http_egress.ts";
import { type FirstRun, openFirstRun } from "./first_run.ts";
import { createFinished, type Finished } from "./finished/finished.ts";
import { createFloor, type Floor } from "./floor/floor.ts";
import { createHub } from "./floor/hub.ts";
import { createAdminApi } from "./http/admin_api.ts";
import type { StaticFiles } from "./http/admin_deps.ts";
import { serveAdmin } from "./http/serve_admin.ts";
import { OneUseCode, signInLink } from "./http/admission/one_use_code.ts";
import { openSessions } from "./http/admission/sessions.ts";
import { createModelSide } from "./model_side.ts";
import { watchModel } from "./model_watch.ts";
import { createAmiPost } from "./ami_post.ts";
import { openNoticeBoard } from "./notices/notice_board.ts";
import { AnswerTimes } from "./observe/answer_times.ts";
import type { Log } from "./observe/log.ts";
import type { Metrics } from "./observe/metrics.ts";
import { openSpend } from "./spend/spend.ts";
import { createHousekeeping } from "./store/housekeeping.ts";
import type { Store } from "./store/store.ts";
import { createPhoneSide } from "./phone_side.ts";
import { healthDetail, type HealthParts, serverHealth } from "./server_health.ts";
import { createTestLine } from "./test_line.ts";
import { createTranscriptAnswering } from "./transcript_answering.ts";
import type { OpenSocket } from "./upstream/socket.ts";
import type { UpstreamTarget } from "./upstream/upstream.ts";
import { VERSION } from "./version.ts";

export interface AppDeps {
  config: Config;
  store: Store;
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
  /** How the process is doing. */
  process(): ServerHealth["process"];
  printLink(link: string): void;
  /** Has the built-in caller dial; the call gets this name. */
  placeTestCall(callId: string): Promise<{ callId: string } | { refused: string }>;
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
  failAll(quick: boolean): void;
  stop(): Promise<void>;
}

/** @throws what the store throws where it cannot be read: without agents no call can be answered. */
export async function createApp(deps: AppDeps): Promise<App> {
  const { config, store, clock, log, metrics, random } = deps;
  const startedAtMs = clock.now();
  const answerTimes = new AnswerTimes();
  let draining = false;
  const status = (): Omit<ServerStatus, "storeTrouble"> => ({
    version: VERSION,
    answeredBy: deps.answeredBy,
    ...deps.addresses(),
    signaturesRequired: config.genesysKeys.every(({ secrets }) => secrets.length > 0),
    draining,
    spend: spend.today(),
    fallbackReady: model.openFallback !== null,
    deliveriesWaiting: finished?.deliveriesWaiting ?? 0,
    firstRun: firstRun.steps,
  });

  const model = createModelSide({
    config,
    target: deps.target,
    ...(deps.openSocket && { openSocket: deps.openSocket }),
    clock,
    log,
    random,
  });
  // To the addresses that the operator has set, whatever hosts tools may reach.
  const allowPrivate = config.ALLOW_PRIVATE_ADDRESSES;
  const egress = createEgress({ allowPrivate, allowedHosts: [], clock });
  const statusChanged = () => floor?.statusChanged();
  const firstRun = await openFirstRun({ store, log, onChange: statusChanged });
  const watched = watchModel({
    open: model.openUpstream,
    clock,
    onReady: () => deps.answeredBy === "openai" && firstRun.tick("keyAccepted"),
  });
  const spend = await openSpend({
    store,
    clock,
    log,
    budgetUsd: config.BUDGET_USD,
    maxCallsPerNumberPerHour: config.MAX_CALLS_PER_NUMBER_PER_HOUR,
    onChange: statusChanged,
  });
  const hub = createHub({ clock, log, random });
  let floor: Floor | null = null;
  let finished: Finished | null = null;
  const board = await openNoticeBoard({ store, clock, log });
  floor = await createFloor({ store, hub, clock, log, status, notices: () => board.list() });
  board.onChange((notices) => hub.publish({ event: "notices", data: notices }));
  // What the stand-in answers costs nothing.
  const paid = deps.answeredBy === "openai";
  if (paid) floor.onUsed(({ call, usage }) => spend.noteUsage({ model: call.model, usage }));
  const agents = await openAgents({
    store,
    clock,
    initial: defaultConfig({
      ...(config.OPENAI_MODEL !== "" && { model: config.OPENAI_MODEL }),
      ...(config.OPENAI_VOICE !== "" && { voice: config.OPENAI_VOICE as Voice }),
      language: config.OPENAI_LANGUAGE,
      maxOutputTokens: config.OPENAI_MAX_TOKENS,
      turnDetection: config.OPENAI_TURN_DETECTION as TurnTaking["mode"],
      eagerness: config.OPENAI_TURN_DETECTION_EAGERNESS as Eagerness,
      reasoningEffort: config.OPENAI_REASONING_EFFORT as ReasoningEffort,
    }),
  });
  agents.onChange(({ id, revision, published }) =>
    hub.publish({ event: "agent", data: { id, revision, version: published.version } })
  );

  if (agents.list().some(({ published }) => published.version > 1)) firstRun.tick("published");
  agents.onChange(({ published }) => published.version > 1 && firstRun.tick("published"));

  const { briefings, toolbox } = createAgentSide({
    config,
    agents,
    egress,
    toolEgress: createEgress({ allowPrivate, allowedHosts: config.TOOL_HOSTS, clock }),
    readFile: deps.readFile,
    clock,
    log,
  });
  agents.onChange(({ published }) => toolbox.prepare(published.config.tools));
  finished = createFinished({
    floor,
    store,
    published: (id) => agents.published(id),
    draft: (id) => agents.get(id)?.draft,
    complete: model.complete,
    endingPrompt: config.ENDING_PROMPT,
    webhook: webhookOf(config),
    egress,
    clock,
    log,
    random,
    onChange: statusChanged,
  });

  const salt = await safetySalt(store);
  const answering = createAnswering({
    agents,
    floor,
    briefings,
    openUpstream: watched.open,
    openFallback: model.openFallback,
    moderate: model.moderate,
    admit: (invitation) => spend.admit(invitation),
    answeredBy: deps.answeredBy,
    clips: deps.clips,
    answerTimes,
    clock,
    log,
    random,
    board,
    safetySalt: salt,
  });
  const transcripts = createTranscriptAnswering({
    config,
    floor,
    openEar: model.openEar,
    translate: model.translate,
    // Nobody of ours was called: how often a number calls others is not for us to limit.
    admit: ({ origin }) => spend.admit({ caller: "", origin }),
    onCost: (model, seconds) => paid && spend.noteSound({ model, seconds }),
    answeredBy: deps.answeredBy,
    clock,
    log,
    safetySalt: salt,
  });

  const phones = createPhoneSide({
    config,
    answer: noted(answering.answer, firstRun),
    transcribe: noted(transcripts.answer, firstRun),
    admission: () =>
      draining
        ? "draining"
        : answering.live + transcripts.live >= config.MAX_CALLS
        ? "full"
        : "open",
    // The operator's own address, whatever tools may reach.
    amiPost: createAmiPost(
      createEgress({ allowPrivate: true, allowedHosts: [], clock }),
      config.AMI_URL,
    ),
    clock,
    log,
    metrics,
    onProbe: () => firstRun.tick("realSocket"),
  });

  const housekeeping = createHousekeeping({
    store,
    clock,
    log,
    retentionDays: config.RETENTION_DAYS,
    onDeleted: (callIds) => floor.forget(callIds),
  });
  housekeeping.start();

  const parts: HealthParts = {
    answeredBy: deps.answeredBy,
    clock,
    startedAtMs,
    answerTimes,
    floor,
    doors: () => phones.health(),
    model: () => watched.facts,
    process: deps.process,
  };
  const signInCode = new OneUseCode(clock);
  const api = createAdminApi({
    clock,
    log,
    agents,
    floor,
    history: {
      search: (asked) => store.searchCalls(asked),
      delete: (callId) => housekeeping.deleteCall(callId),
    },
    feed: floor,
    stepIn: answering.stepIn,
    board,
    sessions: await openSessions({ store, clock, log }),
    signInCode,
    printLink: deps.printLink,
    adminToken: config.ADMIN_TOKEN,
    publicOrigins: config.PUBLIC_URL === "" ? [] : [new URL(config.PUBLIC_URL).origin],
    status: () => floor.status(),
    async placeTestCall(whom) {
      if (draining) return { refused: "draining" };
      const callId = crypto.randomUUID();
      const forget = whom ? answering.expect(callId, whom) : () => {};
      try {
        const placed = await deps.placeTestCall(callId);
        // Whoever is told of the call can look at it at once.
        if ("callId" in placed) await floor.flush();
        return placed;
      } finally {
        forget();
      }
    },
    testLine: createTestLine(phones, answering),
    toolbox: {
      facts: () => toolbox.facts(),
      tryTool: (request) => toolbox.tryTool(request),
      preview: (request) => briefings.preview(request),
    },
    staticFiles: deps.staticFiles,
    metrics: () => metrics.text(),
    health: () => healthDetail(parts),
    serverHealth: () => serverHealth(parts),
  });
  metrics.gauge("calls_live", "Calls that have begun and not ended", () => floor.liveCount);
  metrics.gauge(
    "transcriptions_live",
    "Calls between people that are being written down",
    () => transcripts.live,
  );
  metrics.gauge("feed_readers", "Open event streams of consoles", () => hub.readers);

  return {
    async fetch(request, remoteAddress) {
      const answered = phones.fetch(request, remoteAddress);
      return await (answered ?? serveAdmin(api, request, remoteAddress));
    },
    fetchAvr: (request, remoteAddress) => phones.avr(request, remoteAddress),
    serveAudioSocket: (connection) => phones.audioSocket(connection),
    signInLink: () => signInLink(deps.addresses().consoleUrl, signInCode.issue()),
    get liveCalls() {
      return floor.liveCount;
    },
    drain() {
      draining = true;
      floor.statusChanged();
    },
    whenQuiet: () => floor.whenEmpty(),
    failAll(quick) {
      answering.failAll("drained", "E_DRAIN", quick);
      transcripts.failAll("drained", "E_DRAIN", quick);
    },
    async stop() {
      phones.closeAll("E_DRAIN");
      await floor.close();
      await board.stop();
      await finished.close();
      await spend.stop();
      await housekeeping.stop();
    },
  };
}

/** The first answered call of each origin is a step of the first run. */
function noted<A extends [{ origin: "phone" | "test" }, ...unknown[]], R extends object>(
  answer: (...asked: A) => R,
  firstRun: FirstRun,
): (...asked: A) => R {
  return (...asked) => {
    const answered = answer(...asked);
    if (!("refused" in answered)) {
      firstRun.tick(asked[0].origin === "test" ? "simulatedCall" : "realSocket");
    }
    return answered;
  };
}

function webhookOf({ WEBHOOK_URL: url, WEBHOOK_SECRET: secret }: Config) {
  if (url === "") return null;
  return { url, secret: Uint8Array.fromBase64(secret.replace(/^whsec_/, "")) };
}

async function safetySalt(store: Store): Promise<string> {
  const found = await store.setting("safety_salt");
  if (found !== undefined) return found;
  const salt = crypto.getRandomValues(new Uint8Array(32)).toHex();
  await store.putSetting("safety_salt", salt);
  return salt;
}
