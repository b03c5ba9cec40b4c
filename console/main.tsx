// Makes the models, joins them, and draws the console. The only place that touches the world.
import { render } from "preact";
import { effect, signal } from "@preact/signals";
import { createApi } from "./api.ts";
import { App } from "./app.tsx";
import { createAnnouncer } from "./live/announcer.ts";
import { createClock } from "./live/clock.ts";
import { createFeed } from "./live/feed.ts";
import { createFloor } from "./live/floor.ts";
import { createHandTeller } from "./live/hand_teller.ts";
import { createHistory } from "./live/history.ts";
import { createNotices } from "./live/notices.ts";
import { createPrefs } from "./live/prefs.ts";
import { createSavedViews } from "./live/saved_views.ts";
import { createSession } from "./live/session.ts";
import { browserTimers as timers } from "./live/timers.ts";
import { browserPhoneCard } from "./sound/phone_card.ts";
import { spokenPhone } from "./parts/phone_words.ts";
import { browserSoundCard } from "./sound/sound_card.ts";
import "./style/tokens.css";
import "./style/base.css";
import "./style/controls.css";
import "./style/fields.css";
import "./style/shell.css";
import "./style/floor.css";
import "./style/hand.css";
import "./style/board.css";
import "./style/wall.css";
import "./style/state.css";
import "./style/lists.css";
import "./style/call.css";
import "./style/strip.css";
import "./style/transcript.css";
import "./style/step_in.css";
import "./style/live_sound.css";
import "./style/talk.css";
import "./style/gaps.css";
import "./style/agent.css";
import "./style/agent_parts.css";
import "./style/routes.css";
import "./style/pages.css";
import "./style/history.css";
import "./style/palette.css";

/** A tab hidden this long lets go of its stream; on return everything is fetched anew. */
const ASLEEP_AFTER_MS = 30_000;

const api = createApi({ fetch: fetch.bind(globalThis), onSignedOut: () => session.lost() });
const feed = createFeed({
  openSource: () => new EventSource("/api/events"),
  timers,
  checkSession: () => void session.check(),
  probe: api.alive,
});
const session = createSession({
  api,
  timers,
  onSignedIn: () => feed.tell("start"),
  onSignedOut: () => feed.tell("signed_out"),
});
const floor = createFloor();
const paused = signal(false);
const clock = createClock({ timers, connection: feed.connection, paused });
// Asked for only when used: some browsers refuse even the mention.
const storage = {
  getItem: (key: string) => localStorage.getItem(key),
  setItem: (key: string, value: string) => localStorage.setItem(key, value),
};
const prefs = createPrefs(storage);
const webSocket = (path: string) =>
  new WebSocket(`${location.origin.replace(/^http/, "ws")}${path}`);
const pastCalls = createHistory({ api, timers });
const stores = {
  api,
  feed,
  floor,
  clock,
  session,
  history: pastCalls,
  savedViews: createSavedViews(storage),
  prefs,
  timers,
  sound: {
    card: browserSoundCard,
    openSocket: (callId: string) => webSocket(`/api/calls/${encodeURIComponent(callId)}/sound`),
  },
  testLine: {
    card: browserPhoneCard,
    openSocket: ({ agentId, draft }: { agentId: string; draft: boolean }) =>
      webSocket(`/api/agents/${encodeURIComponent(agentId)}/test-call${draft ? "?draft=1" : ""}`),
  },
  announcer: createAnnouncer(timers),
  notices: createNotices(timers),
  paused,
  helpOpen: signal(false),
  paletteOpen: signal(false),
};

feed.listen((message) => {
  if (message.event === "snapshot") clock.setServerNow(message.data.nowMs);
  if (message.event === "signed_out") session.lost();
  if (message.event === "deleted") pastCalls.forget(message.data.callId);
  floor.apply(message);
});
effect(() => {
  document.documentElement.dataset["scheme"] = prefs.scheme.value;
});
createHandTeller({ floor, say: stores.announcer.say, who: spokenPhone });
addEventListener("online", () => feed.tell("network_back"));
addEventListener("offline", () => feed.tell("network_lost"));

let sleep = () => {};
document.addEventListener("visibilitychange", () => {
  sleep();
  if (document.visibilityState === "visible") feed.tell("woke");
  else sleep = timers.after(ASLEEP_AFTER_MS, () => feed.tell("fell_asleep"));
});

void session.check();
render(<App stores={stores} />, document.getElementById("app")!);
