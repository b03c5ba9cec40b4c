// The health of the server in words: its ways in, its model, its figures. Pure.
import type { DoorHealth, DoorName, ServerHealth } from "../../server/contract/health.ts";
import { HEALTH_TEXTS as TEXTS } from "../texts/health.ts";
import { countWords, latencyWords, plural } from "../ui/time_words.ts";

/** A timer that is later than this shows in the sound of calls. */
export const SLOW_LAG_MS = 100;

/** Protocols that come by a door, as calls name them. */
const BROUGHT: Readonly<Record<DoorName, readonly string[]>> = {
  audiohook: ["audiohook"],
  audiocodes: ["audiocodes"],
  avr: ["avr", "avr-http"],
  asterisk: ["audiosocket", "asterisk-ws"],
};

export interface DoorRow {
  door: DoorName;
  name: string;
  open: boolean;
  calls: number;
  sockets: number;
  letIn: { count: string; lastAtMs: number | null };
  refused: { count: string; last: { code: string; atMs: number } | null };
}

export function doorRows({ doors, calls }: Pick<ServerHealth, "doors" | "calls">): DoorRow[] {
  return doors.map((door) => ({
    door: door.door,
    name: doorWords(door),
    open: door.open,
    calls: (BROUGHT[door.door] ?? []).reduce((sum, by) => sum + (calls.byProtocol[by] ?? 0), 0),
    sockets: door.sockets,
    letIn: { count: countWords(door.handshakes), lastAtMs: door.lastHandshakeAtMs },
    refused: { count: countWords(door.refusals), last: door.lastRefusal },
  }));
}

/** A way in of a newer server stays readable as itself. */
function doorWords({ door }: Pick<DoorHealth, "door">): string {
  return TEXTS.names[door] ?? door;
}

export function answerWords({ answers, p50Ms, p95Ms }: ServerHealth["answerTimes"]): string {
  if (answers === 0 || p50Ms === null || p95Ms === null) return TEXTS.noAnswer;
  return `${TEXTS.median(latencyWords(p50Ms))}, ${TEXTS.slow(latencyWords(p95Ms))}`;
}

/** "140 MB". */
export function megabyteWords(bytes: number): string {
  return `${countWords(bytes / 1_000_000)} MB`;
}

/** "2 hours 1 minute"; under a minute its seconds. */
export function upWords(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 86_400), "day"],
    [Math.floor(seconds / 3600) % 24, "hour"],
    [Math.floor(seconds / 60) % 60, "minute"],
  ] as const;
  const words = parts.filter(([count]) => count > 0).slice(0, 2)
    .map(([count, unit]) => plural(count, unit));
  return words.join(" ") || plural(Math.floor(seconds), "second");
}
