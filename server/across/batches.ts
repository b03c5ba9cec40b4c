// Cuts what is told to other instances into words that the bus takes. Pure.
import type { CallEvent } from "../contract/event.ts";
import { endsLine, isPartial } from "../floor/partial_pacer.ts";

/** Below MESSAGE_BYTES of the bus. Sizes are estimated: to write everything down only to count it costs more. */
const BATCH_BYTES = 480 * 1024;
/** Names, numbers and quotes around the texts of a thing. */
const FRAME_BYTES = 300;
/** Most letters take one; six is what JSON needs for what cannot be printed. */
const BYTES_PER_UNIT = 6;

/** In order; each small enough, or a single thing. */
export function batches<T>(things: readonly T[]): T[][] {
  const all: T[][] = [];
  let bytes = Infinity;
  for (const thing of things) {
    const more = roughBytes(thing);
    if (bytes + more > BATCH_BYTES) {
      all.push([]);
      bytes = 0;
    }
    all.at(-1)!.push(thing);
    bytes += more;
  }
  return all;
}

/**
 * Without words that pass by and whose line is among the events already: of each call at most ten a second are left, as
 * they were paced, whatever its lines let out at their ends.
 */
export function worthTelling(events: readonly CallEvent[]): readonly CallEvent[] {
  if (!events.some(isPartial)) return events;
  const over = new Set<string>();
  const kept: CallEvent[] = [];
  for (const event of events.toReversed()) {
    const { callId } = event;
    if (isPartial(event)) {
      const item = `${callId} ${event.itemId}`;
      if (over.has(callId) || over.has(item)) continue;
      over.add(item);
    } else if (endsLine(event)) over.add(`${callId} ${event.itemId}`);
    else if (event.type === "call.ended") over.add(callId);
    kept.push(event);
  }
  return kept.reverse();
}

/** Sooner too much than too little. */
function roughBytes(thing: unknown): number {
  if (typeof thing === "string") return thing.length * BYTES_PER_UNIT + 4;
  if (typeof thing !== "object" || thing === null) return 8;
  let bytes = FRAME_BYTES;
  for (const part of Object.values(thing)) bytes += roughBytes(part);
  return bytes;
}
