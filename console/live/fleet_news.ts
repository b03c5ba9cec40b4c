// What everybody has to know of the instances of the server, in sentences. Pure.
import type { FleetInstance, FleetStatus } from "../../server/contract/fleet.ts";
import { FLEET_NEWS_TEXTS as TEXTS } from "../texts/fleet_news.ts";
import { instanceName, isHeard, nameAmong } from "./fleet.ts";

export interface FleetNews {
  tone: "info" | "watch";
  title: string;
  words: string;
}

/** `carriers`: of each live call that is shown, by which instance it is carried. */
export function fleetNews(fleet: FleetStatus, carriers: readonly string[]): FleetNews[] {
  const { instances } = fleet;
  const silent = instances.filter((instance) => !isHeard(fleet, instance));
  const known = new Set(instances.map(({ id }) => id));
  const orphans = carriers.filter((id) => id !== "" && !known.has(id));
  return [
    ...lost(fleet, silent, shownOf(silent, carriers)),
    ...gone(fleet, orphans),
    ...draining(fleet, carriers),
  ];
}

function lost(fleet: FleetStatus, silent: readonly FleetInstance[], calls: number): FleetNews[] {
  const shown = calls === 0 ? TEXTS.noneShown : TEXTS.outOfDate(calls);
  if (!fleet.busConnected) {
    const words = TEXTS.busAwayWords(TEXTS.buses[fleet.bus] ?? fleet.bus);
    return [{
      tone: "watch",
      title: TEXTS.busAway,
      words: calls === 0 ? words : `${words} ${shown}`,
    }];
  }
  if (silent.length === 0) return [];
  const names = namesOf(fleet, silent);
  const words = calls > 0 && silent.length === 1 ? `${shown} ${TEXTS.ifGone}` : shown;
  return [{ tone: "watch", title: TEXTS.notHeard(names), words }];
}

/** `orphans`: of each call whose instance is no more, its instance. */
function gone(fleet: FleetStatus, orphans: readonly string[]): FleetNews[] {
  if (orphans.length === 0) return [];
  const names = [...new Set(orphans)].map((id) => instanceName(fleet, id));
  const several = names.length > 1;
  return [{
    tone: "watch",
    title: TEXTS.gone(names.includes("") ? "" : listed([...new Set(names)]), several),
    words: TEXTS.goneWords(orphans.length, several),
  }];
}

function draining(fleet: FleetStatus, carriers: readonly string[]): FleetNews[] {
  const going = fleet.instances.filter((instance) => instance.draining);
  if (going.length === 0) return [];
  // One that is not heard takes no calls of ours.
  if (fleet.instances.every((instance) => instance.draining || !isHeard(fleet, instance))) {
    return [{ tone: "watch", title: TEXTS.allDraining, words: TEXTS.allDrainingWords }];
  }
  return [{
    tone: "info",
    title: TEXTS.draining(namesOf(fleet, going), going.length > 1),
    words: TEXTS.drainingWords(shownOf(going, carriers)),
  }];
}

/** As many as are shown: the figures of who is not heard are old. */
function shownOf(instances: readonly FleetInstance[], carriers: readonly string[]): number {
  const ids = new Set(instances.map(({ id }) => id));
  return carriers.filter((id) => ids.has(id)).length;
}

function namesOf({ instances }: FleetStatus, some: readonly FleetInstance[]): string {
  return listed(some.map((instance) => nameAmong(instances, instance)));
}

/** "lisbon, porto and faro". */
function listed(names: readonly string[]): string {
  return [names.slice(0, -1).join(", "), names.at(-1) ?? ""].filter(Boolean).join(TEXTS.and);
}
