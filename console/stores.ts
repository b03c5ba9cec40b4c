// The models of the console, made once at start and handed to every component by context.
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Signal } from "@preact/signals";
import type { Api } from "./api.ts";
import type { SoundSocket } from "./live/call_sound.ts";
import type { Announcer } from "./live/announcer.ts";
import type { Clock } from "./live/clock.ts";
import type { Feed } from "./live/feed.ts";
import type { Floor } from "./live/floor.ts";
import type { History } from "./live/history.ts";
import type { Notices } from "./live/notices.ts";
import type { Prefs } from "./live/prefs.ts";
import type { Session } from "./live/session.ts";
import type { Timers } from "./live/timers.ts";
import type { PhoneCard } from "./sound/phone_card.ts";
import type { SoundCard } from "./sound/sound_card.ts";

export interface Stores {
  api: Api;
  feed: Feed;
  floor: Floor;
  clock: Clock;
  session: Session;
  history: History;
  /** What this browser keeps; may refuse by throwing. */
  storage: Pick<Storage, "getItem" | "setItem">;
  prefs: Prefs;
  announcer: Announcer;
  notices: Notices;
  timers: Timers;
  /** For one call at a time; nothing is opened before somebody asks to listen. */
  sound: { card: () => SoundCard; openSocket: (callId: string) => SoundSocket };
  /** For one test call at a time, from this page's microphone. */
  testLine: {
    card: () => PhoneCard;
    openSocket: (whom: { agentId: string; draft: boolean }) => SoundSocket;
  };
  /** The view is held still; data goes on arriving. */
  paused: Signal<boolean>;
  helpOpen: Signal<boolean>;
  paletteOpen: Signal<boolean>;
}

export const StoresContext = createContext<Stores | null>(null);

export function useStores(): Stores {
  const stores = useContext(StoresContext);
  if (!stores) throw new Error("A component was drawn outside of the console's stores");
  return stores;
}
