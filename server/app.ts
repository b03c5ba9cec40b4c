// Puts the server together: what is kept, the agents, calls (call_side.ts), what watches them, the admin API
// (admin_side.ts). Touches nothing outside the process by itself: files, sockets and signals are main's.
import { followBooks, tellChange } from "./across/books.ts";
import { tellingStore } from "./across/changes.ts";
import { joinFloor } from "./across/floor.ts";
import { openFleetSpend } from "./across/spend.ts";
import { otherSenders, startWork } from "./across/work.ts";
import { createAdminSide } from "./admin_side.ts";
import { openAgentSide } from "./agent_side.ts";
import { alertsOfFleet, createAlertSide } from "./alert_side.ts";
import type { AlertWatch } from "./alerts/alert_watch.ts";
import type { App, AppDeps } from "./app_deps.ts";
import { createCallSide } from "./call_side.ts";
import { fixedSettings } from "./config/fixed_settings.ts";
import type { ServerStatus } from "./contract/feed.ts";
import { createEgress } from "./egress/http_egress.ts";
import { createFinished } from "./finished/finished.ts";
import { openWebhooks, type Webhooks } from "./finished/webhooks.ts";
import { openFirstRun } from "./first_run.ts";
import { createFloor, type Floor } from "./floor/floor.ts";
import { createHub } from "./floor/hub.ts";
import { signInLink } from "./http/admission/one_use_code.ts";
import { serveAdmin } from "./http/serve_admin.ts";
import { createModelSide } from "./model_side.ts";
import { watchModel } from "./model_watch.ts";
import { openNoticeBoard } from "./notices/notice_board.ts";
import { AnswerTimes } from "./observe/answer_times.ts";
import { openPeopleSide } from "./people_side.ts";
import { createRecordingSide } from "./recording_side.ts";
import { safetySalt } from "./safety_identifier.ts";
import { openSettings } from "./settings/settings_book.ts";
import { VERSION } from "./version.ts";

/** @throws what the store throws where it cannot be read: without agents no call can be answered. */
export async function createApp(deps: AppDeps): Promise<App> {
  const { config, clock, log, metrics, random } = deps;
  const store = deps.store.shared ? tellingStore(deps.store, tellChange(deps.fleet)) : deps.store;
  const startedAtMs = clock.now();
  const answerTimes = new AnswerTimes();
  // What the stand-in answers costs nothing.
  const paid = deps.answeredBy === "openai";
  let draining = false;
  const status = (): Omit<ServerStatus, "storeTrouble"> => {
    const fleet = deps.fleet.status();
    return {
      version: VERSION,
      answeredBy: deps.answeredBy,
      ...deps.addresses(),
      signaturesRequired: config.genesysKeys.every(({ secrets }) => secrets.length > 0),
      draining,
      spend: spend.today(),
      fallbackReady: model.openFallback !== null,
      deliveriesWaiting: webhooks?.waiting ?? 0,
      alerts: alertsOfFleet(alerts?.open ?? [], fleet),
      fleet: fleet ?? undefined,
      firstRun: firstRun.steps,
    };
  };

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
    onReady: () => paid && firstRun.tick("keyAccepted"),
  });
  const salt = await safetySalt(store);
  const spend = await openFleetSpend({
    fleet: deps.fleet,
    salt,
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
    instance: deps.fleet.me,
  });
  const partFloor = joinFloor({ floor, fleet: deps.fleet, clock, log });
  const recording = createRecordingSide({ store: deps.recordings, floor, clock, log });
  const senders = otherSenders(deps.fleet);
  webhooks = await openWebhooks({
    store,
    ...(senders && { others: senders }),
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
  if (paid) floor.onUsed(({ call, usage }) => spend.noteUsage({ model: call.model, usage }));

  const agentSide = await openAgentSide({
    config,
    store,
    hub,
    firstRun,
    egress,
    toolEgress: createEgress({ allowPrivate, allowedHosts: config.TOOL_HOSTS, clock }),
    readFile: deps.readFile,
    clock,
    log,
  });
  const { agents, briefings } = agentSide;
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

  const calls = createCallSide({
    deps,
    settings,
    agents,
    briefings,
    floor,
    board,
    model: { ...model, openUpstream: watched.open },
    spend,
    paid,
    keepSound: recording.keep,
    answerTimes,
    firstRun,
    draining: () => draining,
    safetySalt: salt,
  });
  const { phones, admission, answering, transcripts, selfCall } = calls;

  alerts = createAlertSide({
    settings,
    floor,
    spend,
    doors: () => phones.health(),
    model: () => watched.facts,
    selfCall: () => selfCall.facts(),
    worstLagMs: () => deps.process().worstLagMs,
    closedByLagMs: () => admission.lateMs,
    fleet: deps.fleet,
    webhooks,
    clock,
    log,
    metrics,
  });

  const housekeeping = startWork({
    fleet: deps.fleet,
    webhooks,
    store,
    settings,
    recordings: recording.old,
    floor,
    clock,
    log,
  });

  const people = await openPeopleSide({ config, store, fleet: deps.fleet, clock, log });
  const stopFollowing = followBooks({
    fleet: deps.fleet,
    books: {
      agents,
      settings,
      notices: board,
      people: people.people,
      tokens: people.tokens,
      webhooks,
      first_run: firstRun,
    },
    sessions: people.sessions,
    clock,
    log,
    random,
  });
  const api = createAdminSide({
    deps,
    store,
    floor,
    calls,
    agentSide,
    board,
    settings,
    webhooks,
    recordings: recording.view,
    housekeeping,
    people,
    model: () => watched.facts,
    startedAtMs,
    answerTimes,
    draining: () => draining,
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
    fleetFacts: () => ({
      calls: floor.liveCount,
      maxCalls: config.MAX_CALLS,
      lagMs: Math.round(deps.lag?.recentWorstMs(10) ?? 0),
      residentBytes: deps.process().residentBytes,
      readers: hub.readers,
      draining,
      alerts: alerts.open,
    }),
    failAll(quick) {
      answering.failAll("drained", "E_DRAIN", quick);
      transcripts.failAll("drained", "E_DRAIN", quick);
    },
    async stop() {
      stopFollowing();
      alerts.stop();
      selfCall.stop();
      phones.closeAll("E_DRAIN");
      // How calls ended comes first: some hosts leave us five seconds.
      await floor.flush();
      await recording.stop();
      await floor.close();
      partFloor();
      finished.close();
      await Promise.all([
        board.stop(),
        webhooks.close(),
        spend.stop(),
        housekeeping.stop(),
        people.audit.stop(),
      ]);
    },
  };
}
