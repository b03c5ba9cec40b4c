// Puts the server together: floor, agents, answering, telephony, admin API. Touches nothing outside the
// process by itself: files, sockets and signals are main's.
import { openAgents } from "./agents/agents_book.ts";
import { createAgentSide, firstAgent } from "./agent_side.ts";
import { createAnswering } from "./answering.ts";
import { createAlertSide } from "./alert_side.ts";
import type { App, AppDeps } from "./app_deps.ts";
import type { AlertWatch } from "./alerts/alert_watch.ts";
import { doorSetup } from "./door_setup.ts";
import { createOwnCalls } from "./own_calls.ts";
import type { ServerStatus } from "./contract/feed.ts";
import { createEgress } from "./egress/http_egress.ts";
import { noted, openFirstRun } from "./first_run.ts";
import { fixedSettings } from "./fixed_settings.ts";
import { createFinished } from "./finished/finished.ts";
import { openWebhooks, type Webhooks } from "./finished/webhooks.ts";
import { createFloor, type Floor } from "./floor/floor.ts";
import { createHub } from "./floor/hub.ts";
import { createAdminApi } from "./http/admin_api.ts";
import { serveAdmin } from "./http/serve_admin.ts";
import { signInLink } from "./http/admission/one_use_code.ts";
import { createModelSide } from "./model_side.ts";
import { watchModel } from "./model_watch.ts";
import { createAmiPost } from "./ami_post.ts";
import { openNoticeBoard } from "./notices/notice_board.ts";
import { AnswerTimes } from "./observe/answer_times.ts";
import { openPeopleSide } from "./people_side.ts";
import { openSettings } from "./settings/settings_book.ts";
import { openSpend } from "./spend/spend.ts";
import { createHousekeeping } from "./store/housekeeping.ts";
import { createRecordingSide } from "./recording_side.ts";
import { createPhoneSide } from "./phone_side.ts";
import { healthDetail, type HealthParts, serverHealth } from "./server_health.ts";
import { createBuiltInCalls, createTestLine } from "./test_line.ts";
import { createTranscriptAnswering } from "./transcript_answering.ts";
import { safetySalt } from "./safety_identifier.ts";
import { VERSION } from "./version.ts";

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
    deliveriesWaiting: webhooks?.waiting ?? 0,
    alerts: alerts?.open ?? [],
    firstRun: firstRun.steps,
  });

  const settings = await openSettings({ store, log, fixed: fixedSettings(config) });
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
  let webhooks: Webhooks | null = null;
  let alerts: AlertWatch | null = null;
  const board = await openNoticeBoard({ store, clock, log });
  floor = await createFloor({
    store,
    hub,
    clock,
    log,
    status,
    redaction: () => settings.settings.redaction.cardNumbers,
    notices: () => board.list(),
  });
  const recording = createRecordingSide({ store: deps.recordings, floor, clock, log });
  webhooks = await openWebhooks({
    store,
    environment: config.WEBHOOK_URL === ""
      ? null
      : { url: config.WEBHOOK_URL, secret: config.WEBHOOK_SECRET },
    egress,
    record: (callId) => floor.call(callId),
    clock,
    log,
    random,
    onChange: statusChanged,
  });
  board.onChange((notices) => hub.publish({ event: "notices", data: notices }));
  // What the stand-in answers costs nothing.
  const paid = deps.answeredBy === "openai";
  if (paid) floor.onUsed(({ call, usage }) => spend.noteUsage({ model: call.model, usage }));
  const agents = await openAgents({
    store,
    clock,
    initial: firstAgent(config),
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
  const finished = createFinished({
    floor,
    store,
    published: (id) => agents.published(id),
    draft: (id) => agents.get(id)?.draft,
    complete: model.complete,
    endingPrompt: config.ENDING_PROMPT,
    webhooks,
    clock,
    log,
  });

  const salt = await safetySalt(store);
  const answering = createAnswering({
    agents,
    floor,
    briefings,
    openUpstream: watched.open,
    openFallback: model.openFallback,
    moderate: model.moderate,
    keepSound: recording.keep,
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

  const taken = () => (answering.live + transcripts.live) / config.MAX_CALLS;
  const { selfCall, voiceSample } = createOwnCalls({
    settings,
    answering,
    agents,
    openUpstream: watched.open,
    spend,
    paid,
    dialSelf: deps.dialSelf,
    voiceFiles: deps.voiceFiles,
    draining: () => draining,
    taken,
    clock,
    log,
    metrics,
  });
  const phones = createPhoneSide({
    config,
    answer: noted(answering.answer, { firstRun, isOwn: selfCall.isOwn }),
    transcribe: noted(transcripts.answer, { firstRun, isOwn: selfCall.isOwn }),
    admission: () => draining ? "draining" : taken() >= 1 ? "full" : "open",
    isOwn: selfCall.isOwn,
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

  alerts = createAlertSide({
    settings,
    floor,
    spend,
    doors: () => phones.health(),
    model: () => watched.facts,
    selfCall: () => selfCall.facts(),
    worstLagMs: () => deps.process().worstLagMs,
    webhooks,
    clock,
    log,
    metrics,
  });

  const housekeeping = createHousekeeping({
    store,
    clock,
    log,
    retention: () => settings.settings.retention,
    recordings: recording.old,
    onDeleted: (callIds) => floor.forget(callIds),
  });
  housekeeping.start();
  settings.onChange(() => housekeeping.hurry());

  const parts: HealthParts = {
    answeredBy: deps.answeredBy,
    clock,
    startedAtMs,
    answerTimes,
    floor,
    doors: () => phones.health(),
    model: () => watched.facts,
    process: deps.process,
    setup: () => doorSetup(config, deps.addresses().audiohookUrl),
    selfCall: () => selfCall.health,
    storage: deps.storage,
  };
  const people = await openPeopleSide({ config, store, clock, log });
  const api = createAdminApi({
    clock,
    log,
    agents,
    floor,
    history: {
      search: (asked) => store.searchCalls(asked),
      delete: (callId) => housekeeping.deleteCall(callId),
    },
    recordings: recording.view,
    feed: floor,
    stepIn: answering.stepIn,
    board,
    settings,
    webhooks,
    ...people,
    printLink: deps.printLink,
    status: () => floor.status(),
    placeTestCall: createBuiltInCalls({
      dial: deps.placeTestCall,
      answering,
      flush: () => floor.flush(),
      draining: () => draining,
    }),
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
    voiceSample,
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
    signInLink: () => signInLink(deps.addresses().consoleUrl, people.signInCode.issue()),
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
      alerts.stop();
      selfCall.stop();
      phones.closeAll("E_DRAIN");
      await recording.stop();
      await floor.close();
      await board.stop();
      finished.close();
      await webhooks.close();
      await spend.stop();
      await housekeeping.stop();
      await people.audit.stop();
    },
  };
}
