// Puts the faults of one response into its plan (realtime-stand-in § 9). Pure: plan in, worse plan out.
import type { Piece, Reply } from "./dialogue.ts";
import type { Mischief, PlanOptions, Timed } from "./plan.ts";
import type { Fault, FaultName } from "./scenario.ts";
import { toneAudio } from "./tone.ts";

/** Faults that are woven into a response; several may strike the same one. */
export const RESPONSE_FAULTS: readonly FaultName[] = [
  "F01",
  "F12",
  "F14",
  "F15",
  "F17",
  "F18",
  "F19",
  "F20",
  "F21",
  "F22",
  "F23",
  "F24",
  "F25",
  "F26",
  "F27",
  "F30",
  "F31",
  "F33",
  "F34",
  "F35",
  "F37",
  "F42",
  "F43",
  "F44",
];

/** Before the plan: faults of what is said and how it is cut. */
export function spoilReply(reply: Reply, fault: Fault, tools: readonly string[]): Reply {
  switch (fault.name) {
    case "F21":
    case "F24": {
      const audioMs = fault.name === "F24"
        ? fault.value ?? 120_000
        : (fault.value ?? 1024 * 1024) / 8;
      const at = reply.findIndex(({ type }) => type === "speech");
      return reply.map((piece, i): Piece =>
        i === at && piece.type === "speech" ? { ...piece, audio: toneAudio(24, audioMs) } : piece
      );
    }
    case "F37": {
      const name = fault.variant === "unknown-name" ? "open_pod_bay_doors" : tools[0] ?? "look_up";
      const args = (fault.variant ?? "bad-json") === "bad-json"
        ? '{"summary": "caf\u00e9 \\"cut'
        : '{"summary":"caf\u00e9","reason":"\\"quoted\\""}';
      const call: Piece = {
        type: "call",
        name,
        args,
        callId: `call_f37_${fault.variant ?? "bad"}`,
      };
      return fault.variant === "twice" ? [call, call] : [...reply.filter(isSpeech), call];
    }
    default:
      return reply;
  }
}

const isSpeech = (piece: Piece) => piece.type === "speech";

/** How a fault cuts the sound. */
export function spoiltDeltas(fault: Fault): Exclude<PlanOptions["deltas"], undefined> {
  switch (fault.name) {
    case "F21":
      return fault.value ?? 1024 * 1024;
    case "F22":
      return "tiny";
    case "F24":
      return "flood";
    default:
      return "normal";
  }
}

/** After the plan: faults of its course. */
export function spoilPlan(plan: readonly Timed[], fault: Fault): Timed[] {
  const cut = (...steps: Mischief[]) => inserted(plan, fault.at?.deltas ?? 3, steps, true);
  const put = (...steps: Mischief[]) => inserted(plan, fault.at?.deltas ?? 1, steps, false);
  switch (fault.name) {
    case "F01":
      return cut({ type: "drop" });
    case "F12":
      return plan.map(({ atMs, step }) => ({ atMs: atMs + (fault.value ?? 6000), step }));
    case "F14":
      return cut();
    case "F15":
      return cut({ type: "stall" });
    case "F17":
      return put({ type: "frame", frame: '{"type":"response.output_audio.delta","delta":"AAA' });
    case "F19":
      return put(...BROKEN_EVENTS.map((event): Mischief => ({ type: "event", event })));
    case "F20":
      return put({ type: "frame", frame: new Uint8Array([0, 255, 1, 254]) });
    case "F23":
      return put({
        type: "event",
        event: { type: "response.output_audio.delta", event_id: "event_f23", delta: "%%%=" },
      });
    case "F25":
      return plan.flatMap((timed): Timed[] =>
        timed.step.type === "close" || timed.step.type === "done"
          ? [timed, { atMs: timed.atMs, step: { type: "repeat" } }]
          : [timed]
      );
    case "F26":
      return [...plan, { atMs: plan.at(-1)?.atMs ?? 0, step: { type: "ghosts" } }];
    case "F30":
      return put({ type: "flapping" });
    case "F31":
      return put({ type: "false_start", item: 0 });
    case "F34":
      return cut(failed("server_error", "The server had an error while processing your request."));
    case "F35":
      return cut({
        type: "end",
        status: "incomplete",
        code: fault.variant ?? "max_output_tokens",
        message: "",
      });
    case "F37":
      // The caller cuts in before the call is whole.
      return fault.variant === "cancelled"
        ? beforeFirst(plan, "arguments", { type: "false_start", item: 0 })
        : [...plan];
    case "F42":
      return cut(
        fault.value === 1006 ? { type: "drop" } : {
          type: "close_socket",
          code: fault.value ?? 1011,
        },
      );
    case "F43":
      return fault.variant === "close"
        ? cut({ type: "close_socket", code: 4000, refusal: "insufficient_quota" })
        : [{ atMs: 0, step: failed("insufficient_quota", "You exceeded your current quota.") }];
    case "F33":
      return [{
        atMs: 0,
        step: failed(
          "rate_limit_exceeded",
          `Rate limit reached for requests. Please try again in ${(fault.value ?? 1200) / 1000}s.`,
        ),
      }];
    case "F44":
      return put({
        type: "event",
        event: {
          type: "error",
          event_id: "event_f44",
          error: { type: "server_error", code: null, message: null, param: null, event_id: null },
        },
      });
    default:
      return [...plan];
  }
}

const failed = (code: string, message: string): Mischief => ({
  type: "end",
  status: "failed",
  code,
  message,
});

/** Events a client knows, without what it counts on. */
const BROKEN_EVENTS: readonly Readonly<Record<string, unknown>>[] = [
  { type: "input_audio_buffer.speech_started" },
  { type: "input_audio_buffer.speech_started", event_id: "e", audio_start_ms: "soon", item_id: 7 },
  { type: "input_audio_buffer.committed", event_id: "e", item_id: null },
  { type: "response.created", event_id: "e", response: null },
  { type: "response.output_item.added", event_id: "e", item: 3 },
  { type: "response.output_item.done", event_id: "e", item: { type: "function_call" } },
  { type: "response.output_audio.delta", event_id: "e", response_id: null, delta: null },
  { type: "response.output_audio.delta", event_id: "e", delta: 42 },
  { type: "response.output_audio_transcript.delta", event_id: "e", delta: ["a"] },
  { type: "conversation.item.input_audio_transcription.completed", event_id: "e", item_id: {} },
  { type: "response.done", event_id: "e" },
  { type: "response.done", event_id: "e", response: { id: 5, status: "completed", usage: "much" } },
  { type: "rate_limits.updated", event_id: "e", rate_limits: null },
  { type: "error", event_id: "e", error: null },
  { type: null },
  {},
];

/** Steps after so many audio deltas (or before the end, where there are fewer); `cut`: and nothing after them. */
function inserted(
  plan: readonly Timed[],
  deltas: number,
  steps: readonly Mischief[],
  cut: boolean,
): Timed[] {
  let seen = 0;
  let at = plan.findIndex(({ step }) => step.type === "audio" && ++seen >= deltas) + 1;
  if (at === 0) at = plan.findIndex(({ step }) => step.type === "done");
  const atMs = plan[at - 1]?.atMs ?? 0;
  const added = steps.map((step): Timed => ({ atMs, step }));
  return [...plan.slice(0, at), ...added, ...(cut ? [] : plan.slice(at))];
}

function beforeFirst(plan: readonly Timed[], type: string, step: Mischief): Timed[] {
  const at = plan.findIndex((timed) => timed.step.type === type);
  if (at < 0) return [...plan];
  return [...plan.slice(0, at), { atMs: plan[at]!.atMs, step }, ...plan.slice(at)];
}
