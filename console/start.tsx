// Makes the models, joins them, and draws the console, once its language is there (main.tsx).
import { render } from "preact";
import { effect, signal } from "@preact/signals";
import { createApi } from "./api.ts";
import { App } from "./app.tsx";
import { fetchAhead } from "./later.ts";
import { laterStyles } from "./later_styles.ts";
import { createAnnouncer } from "./live/announcer.ts";
import { createClock } from "./live/clock.ts";
import { createFeed } from "./live/feed.ts";
import { createFloor } from "./live/floor.ts";
import { firstAnswered } from "./live/first_question.ts";
import { createHandTeller } from "./live/hand_teller.ts";
import { createHistory } from "./live/history.ts";
import { createNotices } from "./live/notices.ts";
import { createPrefs } from "./live/prefs.ts";
import { createSession } from "./live/session.ts";
import { browserTimers as timers } from "./live/timers.ts";
import { browserPhoneCard } from "./sound/phone_card.ts";
import { spokenPhone } from "./parts/phone_words.ts";
import { browserSoundCard } from "./sound/sound_card.ts";
import { ROLES_TEXTS } from "./texts/roles.ts";

/** A tab hidden this long lets go of its stream; on return everything is fetched anew. */
const ASLEEP_AFTER_MS = 30_000;
/** The page is drawn and its calls are there by then. */
const FETCH_AHEAD_AFTER_MS = 5000;

const api = createApi({
  fetch: firstAnswered(fetch.bind(globalThis)),
  onSignedOut: () => session.lost(),
  onNotPermitted(message) {
    notices.show({ text: `${ROLES_TEXTS.refused} ${message}`, tone: "act" });
    // What one may do has changed: what is offered follows.
    void session.check();
  },
});
const notices = createNotices(timers);
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
  onSomebodyElse: () => location.assign("/"),
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
  storage,
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
  notices,
  paused,
  helpOpen: signal(false),
  paletteOpen: signal(false),
};

feed.listen((message) => {
  if (message.event === "snapshot") {
    clock.setServerNow(message.data.nowMs);
    for (let missed = floor.endsMissed(message.data); missed > 0; missed--) pastCalls.callEnded();
  }
  if (message.event === "signed_out") session.lost();
  if (message.event === "deleted") pastCalls.forget(message.data.callId);
  if (message.event === "call" && message.data.type === "call.ended") pastCalls.callEnded();
  floor.apply(message);
});
effect(() => {
  document.documentElement.dataset["scheme"] = prefs.scheme.value;
});
const begunIn = prefs.language.peek();
effect(() => {
  // Texts are taken once, as the page begins: it begins anew.
  if (prefs.language.value !== begunIn) location.reload();
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

timers.after(FETCH_AHEAD_AFTER_MS, fetchAhead);
void session.check();
render(<App stores={stores} />, document.getElementById("app")!);
// Once there is something to see; who needs them sooner asks by themselves.
timers.after(0, () => void laterStyles().catch(() => {}));
