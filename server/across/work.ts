// What one instance does for all of them: sending webhooks and keeping house. Joins who does it to what is done.
import type { Clock } from "../clock.ts";
import type { ServerSettings } from "../contract/server_settings.ts";
import { type OtherSenders, readSenderWord } from "../finished/one_sends.ts";
import type { Webhooks } from "../finished/webhooks.ts";
import type { Fleet } from "../fleet/fleet.ts";
import type { Floor } from "../floor/floor.ts";
import { createOddWords } from "./odd_words.ts";
import type { Log } from "../observe/log.ts";
import {
  createHousekeeping,
  type Housekeeping,
  type HousekeepingOptions,
  type OldRecordings,
} from "../store/housekeeping.ts";

const TOPIC = "deliveries";

/** For `openWebhooks`. Undefined: the server is alone. */
export function otherSenders(fleet: Fleet): OtherSenders | undefined {
  if (fleet.me === "") return undefined;
  return {
    get leads() {
      return fleet.leads;
    },
    onLeads: (listener) => void fleet.onLeads(listener),
    tell: (word) => fleet.tell(TOPIC, word),
  };
}

export interface WorkOptions {
  fleet: Fleet;
  webhooks: Pick<Webhooks, "hear" | "tellState" | "serverDied">;
  store: HousekeepingOptions["store"];
  settings: {
    readonly settings: Pick<ServerSettings, "retention">;
    onChange(listener: () => void): unknown;
  };
  /** The sound of calls. */
  recordings?: OldRecordings;
  floor: Pick<Floor, "forget">;
  clock: Clock;
  log: Log;
}

/** Begins both. */
export function startWork(options: WorkOptions): Housekeeping {
  const { fleet, webhooks, store, settings, recordings, floor, clock, log } = options;
  const odd = createOddWords({ clock, log });
  fleet.hear(TOPIC, (value, from) => {
    const word = readSenderWord(value);
    if (word) webhooks.hear(word);
    else odd(TOPIC, from);
  });
  fleet.onFound(() => webhooks.tellState());
  fleet.onGone((instance) => webhooks.serverDied(instance));
  const housekeeping = createHousekeeping({
    store,
    clock,
    log,
    leads: () => fleet.leads,
    retention: () => settings.settings.retention,
    ...(recordings && { recordings }),
    onDeleted: (callIds) => floor.forget(callIds),
  });
  housekeeping.start();
  settings.onChange(() => housekeeping.hurry());
  fleet.onLeads((leads) => leads && housekeeping.hurry());
  return housekeeping;
}
