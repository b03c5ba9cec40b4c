// What a person sends along with "it does not work": the server's health and the state of this console, as text.
// Pure. Codes, counts and times alone: no key, no address that holds a token, nobody's number and nobody's words.
import type { ServerStatus } from "../../server/contract/feed.ts";
import type { SelfCallHealth, ServerHealth } from "../../server/contract/health.ts";
import { megabyteWords, sizeWords, upWords } from "./health_words.ts";

export interface ConsoleFacts {
  phase: string;
  lastEvent: number;
  clockOffsetMs: number;
  userAgent: string;
}

export function diagnosticsText(
  { health, status, console: here }: {
    health: ServerHealth;
    status: ServerStatus;
    console: ConsoleFacts;
  },
): string {
  const { answerTimes, model, process, store } = health;
  const lines: (readonly [name: string, value: string])[] = [
    ["hookline", `${health.version}, ${health.status}, up ${upWords(health.upSeconds)}`],
    ["at", timeWords(health.atMs)],
    ["answered by", `${health.answeredBy}${status.fallbackReady ? ", second upstream ready" : ""}`],
    ["signatures", status.signaturesRequired ? "required" : "not required"],
    ["calls", `${health.calls.live} live ${protocolsWords(health.calls.byProtocol)}`.trim()],
    ...health.doors.map((door) =>
      [
        door.door,
        door.open
          ? `${door.sockets} open, ${door.handshakes} let in (last ${
            timeWords(door.lastHandshakeAtMs)
          }), ${door.refusals} refused${lastWords(door.lastRefusal)}`
          : "not set up",
      ] as const
    ),
    [
      "model",
      `${model.sessions} ready (last ${timeWords(model.lastReadyAtMs)}${
        model.lastConnectMs === null ? "" : `, ${model.lastConnectMs} ms`
      }), ${model.failures} failed${lastWords(model.lastFailure)}`,
    ],
    [
      "answer times",
      answerTimes.answers === 0
        ? "none"
        : `p50 ${answerTimes.p50Ms} ms, p95 ${answerTimes.p95Ms} ms, p99 ${answerTimes.p99Ms} ms of ${answerTimes.answers}`,
    ],
    ...fleetLines(health.fleet),
    ["self-call", selfCallLine(health.selfCall)],
    [
      "event loop",
      `at most ${Math.round(process.worstLagMs)} ms late, ${
        Math.round(Math.max(0, ...process.lagByMinuteMs))
      } ms in the last hour`,
    ],
    ["memory", megabyteWords(process.residentBytes)],
    ["store", `${store.trouble === null ? "saves" : "in trouble"}${diskWords(store)}`],
    ["deliveries waiting", String(store.deliveriesWaiting)],
    [
      "console",
      `${here.phase}, event ${here.lastEvent}, clock ${Math.round(here.clockOffsetMs)} ms off`,
    ],
    ["browser", here.userAgent],
  ];
  return lines.map(([name, value]) => `${name}: ${value}`).join("\n");
}

function fleetLines(fleet: ServerHealth["fleet"]): [name: string, value: string][] {
  if (!fleet) return [];
  return [
    ["bus", `${fleet.bus}, ${fleet.busConnected ? "connected" : "away"}`],
    ...fleet.instances.map((instance): [string, string] => [
      `instance ${instance.id}`,
      `${instance.version}, ${instance.calls} of ${instance.maxCalls} calls, ${
        Math.round(instance.lagMs)
      } ms late, ${megabyteWords(instance.residentBytes)}, since ${
        timeWords(instance.startedAtMs)
      }${instance.draining ? ", draining" : ""}${
        instance.heard || instance.me ? "" : ", not heard"
      }${instance.me ? ", answers this" : ""}`,
    ]),
  ];
}

function selfCallLine({ on, okSinceMs, results }: SelfCallHealth): string {
  if (!on) return "off";
  const last = results.at(-1);
  if (!last) return "on, none yet";
  const { ok, code, answerMs, atMs } = last;
  const came = ok
    ? `answered in ${answerMs} ms`
    : ok === null
    ? `left out (${code})`
    : `failed (${code})`;
  const failed = results.filter((result) => result.ok === false).length;
  return `${came} ${timeWords(atMs)}, ${failed} of ${results.length} failed, answered since ${
    timeWords(okSinceMs)
  }`;
}

function diskWords({ bytes, recordingsBytes }: ServerHealth["store"]): string {
  const sizes = [
    bytes === null ? "" : `, ${sizeWords(bytes)}`,
    recordingsBytes === null ? "" : `, recordings ${sizeWords(recordingsBytes)}`,
  ];
  return sizes.join("");
}

function timeWords(atMs: number | null): string {
  return atMs === null ? "never" : new Date(atMs).toISOString();
}

function lastWords(last: { code: string; atMs: number } | null): string {
  return last === null ? "" : ` (last ${last.code} ${timeWords(last.atMs)})`;
}

function protocolsWords(byProtocol: Readonly<Record<string, number>>): string {
  const words = Object.entries(byProtocol).map(([protocol, count]) => `${protocol} ${count}`);
  return words.length === 0 ? "" : `(${words.join(", ")})`;
}
