// `deno task call --transcribe`: places simulated calls between people from a terminal, prints the conversation as it
// comes back, and judges the server.
import { readWav } from "../../audio/wav.ts";
import { describeViolation } from "../audiohook/call.ts";
import { GENESYS_USER_AGENT } from "../audiohook/handshake.ts";
import type { CallArguments } from "../call_arguments.ts";
import { readFile, sentenceOf, type Terminal } from "../terminal.ts";
import { loadSpeech } from "../speech.ts";
import { differences } from "./differences.ts";
import { loadPeopleScript } from "./people_script.ts";
import { placeTranscriptionCall, type TranscriptionReport } from "./transcription_call.ts";

/** @returns places the call of this number; whether all went well */
export async function runTranscription(
  options: CallArguments & { apiKey: string },
  terminal: Terminal,
): Promise<(number: number) => Promise<boolean>> {
  const speech = await loadSpeech();
  const { wavExternal, wavInternal, calls } = options;
  const external = wavExternal === undefined ? undefined : readWav(await readFile(wavExternal));
  const internal = wavInternal === undefined ? undefined : readWav(await readFile(wavInternal));
  const script = external || internal
    ? undefined
    : await loadPeopleScript(options.script ?? "plain");
  return async (number) => {
    const prefix = calls > 1 ? `[${number}] ` : "";
    const print = (line: string) => terminal.print(prefix + line);
    try {
      const report = await placeTranscriptionCall({
        url: options.url,
        apiKey: options.apiKey,
        speech,
        offering: options.offering,
        framing: options.framing,
        seed: number,
        tellsInterims: options.interims,
        onEvent: print,
        ...(script ? { script } : {}),
        ...(external ? { external } : {}),
        ...(internal ? { internal } : {}),
        ...(options.secret ? { secret: options.secret } : {}),
        ...(options.organization ? { organizationId: options.organization } : {}),
        ...(options.language ? { language: options.language } : {}),
        ...(options.ani ? { ani: options.ani } : {}),
        ...(options.dnis ? { dnis: options.dnis } : {}),
        ...(options.asGenesys ? { userAgent: GENESYS_USER_AGENT } : {}),
        ...(terminal.signal ? { signal: terminal.signal } : {}),
      });
      for (const line of summaryOf(report)) print(line);
      return report.violations.length === 0 && report.endedBy === "conversation";
    } catch (error) {
      terminal.complain(prefix + sentenceOf(error));
      return false;
    }
  };
}

const ENDS: Record<TranscriptionReport["endedBy"], string> = {
  conversation: "the conversation was over",
  server: "the server ended the session",
  violation: "Genesys ended the session over a breach of the protocol",
  server_lost: "the server closed the socket without a goodbye",
};

function summaryOf(report: TranscriptionReport): string[] {
  const { lines, interims, lastLines, truth, violations } = report;
  const seconds = (report.durationMs / 1000).toFixed(1);
  const closed = report.closedMs === null ? "never" : `in ${report.closedMs.toFixed(0)} ms`;
  const unlike = differences(report);
  const { disconnect } = report;
  const why = disconnect
    ? ` (${disconnect.reason} ${disconnect.info ?? ""})`.replace(" )", ")")
    : "";
  const compared = truth.length === 0 || (disconnect && lines.length === 0)
    ? []
    : unlike.length === 0
    ? ["  all lines are as they were said"]
    : [`  ${unlike.length} differences to what was said:`, ...unlike.map((line) => `    ${line}`)];
  return [
    `Call ${report.sessionId}: ${ENDS[report.endedBy]}${why} after ${seconds} s`,
    `  ${lines.length} lines, ${lastLines} of them at the end, ${interims} interims, closed ${closed}`,
    ...compared,
    violations.length === 0
      ? "  no breach of the protocol"
      : `  ${violations.length} breaches of the protocol:`,
    ...violations.map((violation) =>
      `    ${(violation.atMs / 1000).toFixed(3)} s  ${describeViolation(violation)}`
    ),
  ];
}
