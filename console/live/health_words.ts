// The health of the server in words: its ways in, its model, its figures. Pure.
import type {
  DoorHealth,
  DoorName,
  SelfCallHealth,
  ServerHealth,
} from "../../server/contract/health.ts";
import { HEALTH_TEXTS as TEXTS } from "../texts/health.ts";
import { TIME_TEXTS } from "../texts/time_words.ts";
import { countWords, latencyWords } from "../ui/time_words.ts";

/** A timer that is later than this shows in the sound of calls. */
export const SLOW_LAG_MS = 100;

/** Protocols that come by a door, as calls name them. */
const BROUGHT: Readonly<Record<DoorName, readonly string[]>> = {
  audiohook: ["audiohook"],
  audiocodes: ["audiocodes"],
  avr: ["avr", "avr-http"],
  audiosocket: ["audiosocket"],
  asterisk: ["asterisk-ws"],
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

/** Of a file that may be small: "340 kB", "8 MB". */
export function sizeWords(bytes: number): string {
  return bytes < 1_000_000 ? `${countWords(Math.ceil(bytes / 1000))} kB` : megabyteWords(bytes);
}

/** "2 hours 1 minute"; under a minute its seconds. */
export function upWords(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 86_400), TIME_TEXTS.days],
    [Math.floor(seconds / 3600) % 24, TIME_TEXTS.hours],
    [Math.floor(seconds / 60) % 60, TIME_TEXTS.minutes],
  ] as const;
  const words = parts.filter(([count]) => count > 0).slice(0, 2)
    .map(([count, counted]) => counted(count));
  return words.join(" ") || TIME_TEXTS.seconds(Math.floor(seconds));
}

export interface SelfCallWords {
  tone: "ok" | "bad-words" | "muted";
  words: string;
  /** Of one that was answered. */
  tookMs: number | null;
  /** Code of one that was not, where no words are known. */
  code: string;
}

/** The last self-call that says something; null: none was due yet. */
export function selfCallWords({ results }: SelfCallHealth): SelfCallWords | null {
  const last = results.at(-1);
  if (!last) return null;
  const { ok, code, answerMs: tookMs } = last;
  if (ok) return { tone: "ok", words: TEXTS.selfOk, tookMs, code: "" };
  const why = (TEXTS.selfWhy as Readonly<Record<string, string>>)[code ?? ""];
  const title = ok === null ? TEXTS.selfLeftOut : TEXTS.selfFailed;
  return {
    tone: ok === null ? "muted" : "bad-words",
    words: why ? `${title} ${why}` : title,
    tookMs,
    code: why ? "" : code ?? "",
  };
}

export interface Bar {
  look: "ok" | "bad" | "none";
  /** 0 to 1 of the height there is. */
  height: number;
}

/** An hour of self-calls: as high as they took long, one that was not answered in full height. */
export function selfCallBars({ results }: SelfCallHealth): Bar[] {
  const longest = Math.max(1000, ...results.map(({ answerMs }) => answerMs ?? 0));
  return results.map(({ ok, answerMs }) =>
    ok === null
      ? { look: "none", height: 0.1 }
      : ok
      ? { look: "ok", height: Math.max(0.15, (answerMs ?? 0) / longest) }
      : { look: "bad", height: 1 }
  );
}

/** An hour of the event loop; what shows in the sound of calls stands out. */
export function lagBars(byMinuteMs: readonly number[]): Bar[] {
  const longest = Math.max(SLOW_LAG_MS, ...byMinuteMs);
  return byMinuteMs.map((lagMs) => ({
    look: lagMs >= SLOW_LAG_MS ? "bad" : "ok",
    height: Math.max(0.06, lagMs / longest),
  }));
}
