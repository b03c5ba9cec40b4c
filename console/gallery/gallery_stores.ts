// The models behind the gallery: the console's own, with a server that answers nothing but who one is.
import { type Signal, signal } from "@preact/signals";
import { PERMISSIONS, ROLES } from "../../server/contract/role.ts";
import { createApi } from "../api.ts";
import { createAnnouncer } from "../live/announcer.ts";
import { createClock } from "../live/clock.ts";
import { type Connection, initialConnection } from "../live/connection.ts";
import { createFloor } from "../live/floor.ts";
import { createHistory } from "../live/history.ts";
import { createNotices } from "../live/notices.ts";
import { createPrefs } from "../live/prefs.ts";
import { createSession } from "../live/session.ts";
import { browserTimers as timers } from "../live/timers.ts";
import { browserPhoneCard } from "../sound/phone_card.ts";
import { browserSoundCard } from "../sound/sound_card.ts";
import type { Stores } from "../stores.ts";

const FACTS = {
  signedIn: true,
  version: "0",
  answeredBy: "stand-in",
  me: { personId: "ada", name: "Ada", roles: ROLES, may: PERMISSIONS },
  ways: { password: true, oidc: null, token: true },
};

/** `connection`: settable, for the states of the stream. */
export function galleryStores(
  connection: Signal<Connection> = signal({
    ...initialConnection(Date.now()),
    phase: "live",
    known: true,
  }),
): Stores {
  const api = createApi({
    fetch: (input) =>
      String(input).endsWith("/api/session")
        ? Promise.resolve(Response.json(FACTS))
        : new Promise<Response>(() => {}),
    onSignedOut() {},
    onNotPermitted() {},
  });
  const session = createSession({
    api,
    timers,
    onSignedIn() {},
    onSignedOut() {},
    onSomebodyElse() {},
  });
  void session.check();
  const storage = { getItem: (key: string) => localStorage.getItem(key), setItem() {} };
  const floor = createFloor();
  const paused = signal(false);
  const noLine = () => new WebSocket("ws://127.0.0.1:1/");
  return {
    api,
    feed: { connection, listen: () => () => {}, tell() {} },
    floor,
    clock: createClock({ timers, connection, paused }),
    session,
    history: createHistory({ api, timers }),
    storage,
    prefs: createPrefs(storage),
    announcer: createAnnouncer(timers),
    notices: createNotices(timers),
    timers,
    sound: { card: browserSoundCard, openSocket: noLine },
    testLine: { card: browserPhoneCard, openSocket: noLine },
    paused,
    helpOpen: signal(false),
    paletteOpen: signal(false),
  };
}
