// The last lines about a call that is over, for people, and whether all was well. Pure.
import { type CallReport, describeViolation } from "./audiohook/call.ts";
import type { PhoneCallReport } from "./caller/phone_call.ts";

/** What the command needs of any call. */
export interface CallSummary {
  lines: string[];
  well: boolean;
  /** Mono mu-law at 8 kHz. */
  heard: Uint8Array;
  /** As in PhoneCallReport. */
  answerMs: readonly number[];
  arrivals: PhoneCallReport["arrivals"];
}

const ENDS: Record<CallReport["endedBy"], string> = {
  caller: "the caller hung up",
  server: "the server ended the call",
  violation: "the phone system ended the call over a breach of the protocol",
  server_lost: "the server closed the socket without a goodbye",
  dropped: "the line was broken on purpose",
};

export function summaryOfGenesys(report: CallReport): CallSummary {
  const { violations, endedBy, disconnect, scriptError, heard } = report;
  return {
    lines: [
      firstLine(report.sessionId, report),
      `  answered ${ms(report.openedMs)}, first sound ${ms(report.firstAudioMs)}, ` +
      `${report.playbacks} playbacks, ${report.bargeIns} barge-ins, ${ms(report.cutMs)} cut off`,
      ...(disconnect ? [`  disconnect ${disconnect.reason} ${disconnect.info}`.trimEnd()] : []),
      ...Object.entries(disconnect?.outputVariables ?? {}).map(([name, value]) =>
        `  output ${name} = ${value}`
      ),
      ...(scriptError ? [`  script failed: ${scriptError}`] : []),
      ...breachLines(
        violations.map((violation) =>
          `${(violation.atMs / 1000).toFixed(3)} s  ${describeViolation(violation)}`
        ),
      ),
    ],
    well: violations.length === 0 && scriptError === null && endedBy !== "server_lost" &&
      (disconnect === null || disconnect.reason === "completed"),
    heard,
    answerMs: report.answerMs,
    arrivals: report.arrivals,
  };
}

export function summaryOfPhone(report: PhoneCallReport): CallSummary {
  const { breaches, endedBy, scriptError, transferredTo, answerMs, heard } = report;
  const waits = answerMs.toSorted((a, b) => a - b);
  return {
    lines: [
      firstLine(report.callId, report),
      `  answered ${ms(report.answeredMs)}, first sound ${ms(report.firstAudioMs)}, ` +
      `${report.playbacks} stretches of sound, ${report.bargeIns} barge-ins, ` +
      `${ms(report.cutMs)} cut off`,
      ...(waits.length
        ? [`  ${waits.length} answers after ${ms(waits[0]!)} to ${ms(waits.at(-1)!)}`]
        : []),
      ...(transferredTo === null ? [] : [`  put through to ${transferredTo}`]),
      ...(scriptError ? [`  script failed: ${scriptError}`] : []),
      ...breachLines(breaches.map(({ rule, detail }) => `${rule}: ${detail}`)),
    ],
    well: breaches.length === 0 && scriptError === null && endedBy !== "server_lost" &&
      endedBy !== "violation",
    heard,
    answerMs,
    arrivals: report.arrivals,
  };
}

function firstLine(
  id: string,
  { endedBy, durationMs }: { endedBy: CallReport["endedBy"]; durationMs: number },
): string {
  return `Call ${id}: ${ENDS[endedBy]} after ${(durationMs / 1000).toFixed(1)} s`;
}

function breachLines(breaches: readonly string[]): string[] {
  if (breaches.length === 0) return ["  no breach of the protocol"];
  return [
    `  ${breaches.length} breaches of the protocol:`,
    ...breaches.map((breach) => `    ${breach}`),
  ];
}

function ms(value: number | null): string {
  return value === null ? "never" : `${value.toFixed(0)} ms`;
}
