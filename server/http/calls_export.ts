// Past calls as one long file: what is in it. How it is written is paged_file.ts; where calls come from is not known
// here.
import { END_REASONS } from "../contract/call.ts";
import type { CallPlace, FoundCall } from "../contract/history_filters.ts";
import { type Columns, csvFile, type FileFormat, jsonFile, pagedFile } from "./paged_file.ts";

interface CallsPage {
  calls: readonly FoundCall[];
  next: CallPlace | null;
}

/** `page`: the calls after a place. */
export function exportStream(
  format: FileFormat,
  page: (after: CallPlace | null) => Promise<CallsPage>,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return pagedFile<FoundCall, CallPlace>(format === "csv" ? CSV : JSON_FILE, async (after) => {
    const { calls, next } = await page(after);
    return { items: calls, next };
  });
}

const COLUMNS: Columns<FoundCall> = [
  ["call_id", (call) => call.callId],
  ["started_at", (call) => new Date(call.startedAtMs).toISOString()],
  ["ended_at", (call) => call.endedAtMs === null ? "" : new Date(call.endedAtMs).toISOString()],
  [
    "duration_seconds",
    ({ startedAtMs, endedAtMs }) =>
      endedAtMs === null ? "" : Math.round((endedAtMs - startedAtMs) / 100) / 10,
  ],
  ["caller", (call) => call.caller],
  ["called", (call) => call.called],
  ["conversation_id", (call) => call.conversationId],
  ["protocol", (call) => call.protocol],
  ["kind", (call) => call.kind],
  ["origin", (call) => call.origin],
  ["route", (call) => call.route],
  ["agent_id", (call) => call.agent.id],
  ["agent", (call) => call.agent.name],
  ["agent_version", (call) => call.agent.version],
  ["model", (call) => call.model],
  ["language", (call) => call.language],
  ["end_reason", (call) => call.endReason ?? ""],
  ["end_words", (call) => call.endReason ? END_REASONS[call.endReason].words : ""],
  ["end_code", (call) => call.endCode ?? ""],
  ["cost_usd", (call) => call.costUsd ?? ""],
  ["interruptions", (call) => call.interruptions],
  ["tool_failures", (call) => call.marks?.toolFailures ?? ""],
  ["stepped_in", (call) => call.marks?.steppedIn ?? ""],
  ["fallback", (call) => call.fallback],
  ["summary", (call) => call.summary],
];

const CSV = csvFile(COLUMNS);
const JSON_FILE = jsonFile("calls", ({ snippets: _none, ...call }: FoundCall) => call);
