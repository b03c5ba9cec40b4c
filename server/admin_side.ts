// The admin API over the rooms that it shows and changes: calls live and past, stepping in, test calls, health. Joins
// http/ to them; what a request may do is for http/ to say.
import { createFleetStepIn } from "./across/step_in.ts";
import type { AgentSide } from "./agent_side.ts";
import type { AppDeps } from "./app_deps.ts";
import type { CallSide } from "./call_side.ts";
import type { ModelHealth } from "./contract/health.ts";
import { doorSetup } from "./door_setup.ts";
import type { Webhooks } from "./finished/webhooks.ts";
import type { Floor } from "./floor/floor.ts";
import { createAdminApi } from "./http/admin_api.ts";
import type { AdminDeps } from "./http/admin_deps.ts";
import type { NoticeBoard } from "./notices/notice_board.ts";
import type { AnswerTimes } from "./observe/answer_times.ts";
import type { PeopleSide } from "./people_side.ts";
import { healthDetail, type HealthParts, serverHealth } from "./server_health.ts";
import type { SettingsBook } from "./settings/settings_book.ts";
import type { Housekeeping } from "./store/housekeeping.ts";
import type { Store } from "./store/store.ts";
import { createBuiltInCalls, createTestLine } from "./test_line.ts";

export interface AdminSideOptions {
  deps: AppDeps;
  store: Pick<Store, "searchCalls">;
  floor: Floor;
  calls: CallSide;
  agentSide: AgentSide;
  board: NoticeBoard;
  settings: SettingsBook;
  webhooks: Webhooks;
  recordings: AdminDeps["recordings"];
  housekeeping: Pick<Housekeeping, "deleteCall">;
  people: PeopleSide;
  model(): ModelHealth;
  startedAtMs: number;
  answerTimes: AnswerTimes;
  draining(): boolean;
}

export function createAdminSide(options: AdminSideOptions): ReturnType<typeof createAdminApi> {
  const { deps, store, floor, housekeeping } = options;
  const { answering, phones, selfCall, voiceSample } = options.calls;
  const { agents, briefings, toolbox } = options.agentSide;
  const { clock, log, metrics } = deps;
  const parts: HealthParts = {
    answeredBy: deps.answeredBy,
    clock,
    startedAtMs: options.startedAtMs,
    answerTimes: options.answerTimes,
    floor,
    doors: () => phones.health(),
    model: options.model,
    process: deps.process,
    setup: () => doorSetup(deps.config, deps.addresses().audiohookUrl),
    selfCall: () => selfCall.health,
    storage: deps.storage,
  };
  return createAdminApi({
    clock,
    log,
    agents,
    floor,
    history: {
      search: (asked) => store.searchCalls(asked),
      delete: (callId) => housekeeping.deleteCall(callId),
    },
    recordings: options.recordings,
    feed: floor,
    stepIn: createFleetStepIn({
      own: answering.stepIn,
      fleet: deps.fleet,
      instanceOf: (callId) => floor.instanceOf(callId),
      clock,
      log,
    }),
    board: options.board,
    settings: options.settings,
    webhooks: options.webhooks,
    ...options.people,
    printLink: deps.printLink,
    status: () => floor.status(),
    placeTestCall: createBuiltInCalls({
      dial: deps.placeTestCall,
      answering,
      flush: () => floor.flush(),
      draining: options.draining,
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
}
