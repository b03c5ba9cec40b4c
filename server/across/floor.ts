// Joins the floor to those of the other instances, so that each shows all calls: what is published here is told, what
// others tell is shown, and whoever has missed something asks. Where nobody is heard nothing is made ready for anybody.
import type { Cancel, Clock } from "../clock.ts";
import type { CallSummary } from "../contract/call.ts";
import type { Fleet } from "../fleet/fleet.ts";
import { batches, worthTelling } from "./batches.ts";
import { type FloorWord, Neighbour } from "./neighbour.ts";
import { lookAfterOrphans } from "./orphans.ts";
import type { Floor } from "../floor/floor.ts";
import type { Log } from "../observe/log.ts";

export interface FleetFloorOptions {
  floor: Pick<Floor, "afar" | "endOrphans" | "statusChanged">;
  fleet: Fleet;
  clock: Clock;
  log: Log;
}

interface Page {
  calls: unknown[];
  /** The last call's id where there are more. */
  next: string | null;
}

const ASK_WITHIN_MS = 2000;
/** Whoever asked a moment ago hears this instance, though it may not be heard here yet. */
const ASKED_MS = 10_000;
/** So that a page that never ends does. */
const MOST_PAGES = 1000;

/** Returns how to part them. */
export function joinFloor({ floor, fleet, clock, log }: FleetFloorOptions): Cancel {
  if (fleet.me === "") return () => {}; // alone
  const { afar } = floor;
  const neighbours = new Map<string, Neighbour>();
  let askedAtMs = -Infinity;

  const say = (word: FloorWord) => fleet.tell("floor", word);
  const isHeard = () => fleet.others().length > 0 || clock.now() - askedAtMs < ASKED_MS;

  function neighbour(id: string): Neighbour {
    let known = neighbours.get(id);
    if (!known) {
      known = new Neighbour({
        id,
        afar,
        clock,
        calls: () => callsOf(id),
        isHeard: () => fleet.others().includes(id),
        onContested: () => say({ ask: true }),
      });
      neighbours.set(id, known);
    }
    return known;
  }

  async function callsOf(id: string): Promise<unknown[]> {
    const all: unknown[] = [];
    let after: string | null = "";
    for (let page = 0; after !== null && page < MOST_PAGES; page++) {
      const answer: Page = readPage(await fleet.ask(id, "floor", { after }, ASK_WITHIN_MS));
      for (const call of answer.calls) all.push(call);
      after = answer.next;
    }
    return all;
  }

  const orphans = lookAfterOrphans({ floor, fleet, clock, log });
  const stops = [
    afar.onTold({
      published(events) {
        if (!isHeard()) return;
        for (const batch of batches(worthTelling(events))) say({ events: batch });
      },
      forgotten(callIds) {
        if (!isHeard()) return;
        for (const batch of batches(callIds)) say({ forgotten: batch });
      },
    }),
    fleet.hear("floor", (value, from) => neighbour(from).take(readWord(value))),
    fleet.answer("floor", (value) => {
      askedAtMs = clock.now();
      const after = textIn(value, "after") ?? "";
      return Promise.resolve(pageOf(afar.own().filter(({ callId }) => callId > after)));
    }),
    fleet.onFound((id) => neighbour(id).ask()),
    fleet.onGone((id) => {
      neighbours.get(id)?.leave();
      neighbours.delete(id);
      orphans.look();
    }),
    fleet.onChange(() => floor.statusChanged()),
    orphans.stop,
  ];
  for (const id of fleet.others()) neighbour(id).ask();

  return () => {
    for (const stop of stops) stop();
    for (const known of neighbours.values()) known.leave();
  };
}

function pageOf(calls: readonly CallSummary[]): Page {
  const [page = []] = batches(calls);
  const isLast = page.length === calls.length;
  return { calls: page, next: isLast ? null : page.at(-1)!.callId };
}

function readPage(value: unknown): Page {
  const { calls } = value as { calls?: unknown } ?? {};
  if (!Array.isArray(calls)) throw new Error("The answer of another instance holds no calls");
  return { calls, next: textIn(value, "next") ?? null };
}

function readWord(value: unknown): FloorWord {
  const { events, forgotten, ask } = (value ?? {}) as Record<string, unknown>;
  return {
    ...(Array.isArray(events) && { events }),
    ...(Array.isArray(forgotten) && { forgotten }),
    ...(ask === true && { ask }),
  };
}

function textIn(value: unknown, name: string): string | undefined {
  const text = (value as Record<string, unknown> | null)?.[name];
  return typeof text === "string" ? text : undefined;
}
