// Sees to it that calls whose instance died get their end: asks the store again and again, sooner while somebody is lost
// from sight. Where another instance gave them their end and was not heard, the store says so.
import type { Cancel, Clock } from "../clock.ts";
import { faultPlace } from "../guard.ts";
import type { Fleet } from "../fleet/fleet.ts";
import type { Floor } from "../floor/floor.ts";
import type { Log } from "../observe/log.ts";

export interface OrphansOptions {
  floor: Pick<Floor, "afar" | "endOrphans">;
  fleet: Pick<Fleet, "me" | "status" | "others" | "mayJudge">;
  clock: Clock;
  log: Log;
}

export interface OrphanWatch {
  /** Somebody has gone. */
  look(): void;
  stop: Cancel;
}

const TICK_MS = 500;
/** An instance that adopted calls may have died before it ended them. */
const LOOK_EVERY_MS = 6000;
const CATCH_UP_EVERY_MS = 2000;
const MOST_CAUGHT_UP = 100;

export function lookAfterOrphans({ floor, fleet, clock, log }: OrphansOptions): OrphanWatch {
  let lookedAtMs = -Infinity;
  let caughtUpAtMs = -Infinity;
  let isLooking = false;
  let isFailing = false;
  let cancel: Cancel = () => {};

  /** Its lease is about to run out, or somebody else hears it. */
  function isSomebodyLost(): boolean {
    const status = fleet.status();
    return status !== null && status.busConnected && status.instances.some(({ heard }) => !heard);
  }

  async function look(): Promise<void> {
    if (isLooking || !fleet.mayJudge) return;
    isLooking = true;
    lookedAtMs = clock.now();
    try {
      await floor.endOrphans({ instance: fleet.me, spare: fleet.others() });
      await catchUp();
      isFailing = false;
    } catch (error) {
      if (!isFailing) log.warn("orphans_not_read", { place: faultPlace(error) });
      isFailing = true;
    }
    isLooking = false;
  }

  async function catchUp(): Promise<void> {
    const calls = left();
    if (calls.length === 0 || clock.now() - caughtUpAtMs < CATCH_UP_EVERY_MS) return;
    caughtUpAtMs = clock.now();
    await floor.afar.catchUp(calls.slice(0, MOST_CAUGHT_UP).map(({ callId }) => callId));
  }

  /** Calls that are shown as live and whose instance is there no more. */
  function left() {
    const present = new Set(fleet.status()?.instances.map(({ id }) => id));
    return floor.afar.live().filter(({ instance }) => !present.has(instance));
  }

  function isDue(): boolean {
    const sinceMs = clock.now() - lookedAtMs;
    return sinceMs >= LOOK_EVERY_MS || isSomebodyLost() ||
      (sinceMs >= CATCH_UP_EVERY_MS && left().length > 0);
  }

  function tick(): void {
    cancel = clock.after(TICK_MS, tick);
    if (fleet.mayJudge && isDue()) look();
  }

  tick();
  return { look, stop: () => cancel() };
}
