// Makes the models, joins them, and draws the console. The only place that touches the world.
import { render } from "preact";
import { effect, signal } from "@preact/signals";
import { createApi } from "./api.ts";
import { App } from "./app.tsx";
import { createAnnouncer } from "./live/announcer.ts";
import { createClock } from "./live/clock.ts";
import { createFeed } from "./live/feed.ts";
import { createFloor } from "./live/floor.ts";
import { createNotices } from "./live/notices.ts";
import { createPrefs } from "./live/prefs.ts";
import { createSession } from "./live/session.ts";
import { browserTimers as timers } from "./live/timers.ts";
import "./style/tokens.css";
import "./style/base.css";
import "./style/controls.css";
import "./style/fields.css";
import "./style/shell.css";
import "./style/floor.css";
import "./style/state.css";
import "./style/lists.css";
import "./style/call.css";
import "./style/strip.css";
import "./style/transcript.css";
import "./style/agent.css";
import "./style/agent_parts.css";
import "./style/routes.css";
import "./style/pages.css";

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
const prefs = createPrefs({
  // Asked for only when used: some browsers refuse even the mention.
  getItem: (key) => localStorage.getItem(key),
  setItem: (key, value) => localStorage.setItem(key, value),
});
const stores = {
  api,
  feed,
  floor,
  clock,
  session,
  prefs,
  timers,
  announcer: createAnnouncer(timers),
  notices: createNotices(timers),
  paused,
  helpOpen: signal(false),
};

feed.listen((message) => {
  if (message.event === "snapshot") clock.setServerNow(message.data.nowMs);
  if (message.event === "signed_out") session.lost();
  floor.apply(message);
});
effect(() => {
  document.documentElement.dataset["scheme"] = prefs.scheme.value;
});
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
