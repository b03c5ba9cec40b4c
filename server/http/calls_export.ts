// Past calls as one long file, a page at a time as its reader takes it: memory holds one page, however many
// calls there are. Knows the shape of the file and nothing of where calls come from.
import { END_REASONS } from "../contract/call.ts";
import type { CallPlace, FoundCall } from "../contract/history_filters.ts";

export type ExportFormat = "csv" | "json";

interface CallsPage {
  calls: readonly FoundCall[];
  next: CallPlace | null;
}

/** `page`: the calls after a place; what it throws breaks the file off, so that nobody takes it for whole. */
export function exportStream(
  format: ExportFormat,
  page: (after: CallPlace | null) => Promise<CallsPage>,
): ReadableStream<Uint8Array> {
  const { head, call, between, tail } = format === "csv" ? CSV : JSON_FILE;
  const encoder = new TextEncoder();
  let after: CallPlace | null = null;
  let text = head;
  let first = true;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      let over = false;
      do {
        const { calls, next } = await page(after);
        for (const each of calls) {
          text += first ? call(each) : between + call(each);
          first = false;
        }
        after = next;
        over = next === null;
      } while (text === "" && !over);
      controller.enqueue(encoder.encode(over ? text + tail : text));
      text = "";
      if (over) controller.close();
    },
  }, { highWaterMark: 0 });
}

interface Shape {
  head: string;
  call(call: FoundCall): string;
  between: string;
  tail: string;
}

const COLUMNS: readonly [name: string, cell: (call: FoundCall) => string | number | boolean][] = [
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

/** RFC 4180, with the mark by which spreadsheets know UTF-8. */
const CSV: Shape = {
  head: `\ufeff${COLUMNS.map(([name]) => name).join(",")}\r\n`,
  call: (call) => COLUMNS.map(([, cell]) => csvCell(cell(call))).join(","),
  between: "\r\n",
  tail: "\r\n",
};

const JSON_FILE: Shape = {
  head: '{"calls":[\n',
  call({ snippets: _none, ...call }) {
    return JSON.stringify(call);
  },
  between: ",\n",
  tail: "\n]}\n",
};

/** What a caller said must not become a formula in somebody's spreadsheet. */
export function csvCell(value: string | number | boolean): string {
  if (typeof value !== "string") return String(value);
  const text = value.replaceAll("\0", "");
  const tame = /^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame;
}
