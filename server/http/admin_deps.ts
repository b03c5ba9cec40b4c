// What the admin API needs from the rest, as narrow ports. Types only: who implements them is decided in app.ts.
import type { Agents } from "../agents/agents.ts";
import type { Clock } from "../clock.ts";
import type { CallSummary } from "../contract/call.ts";
import type { CallEvent } from "../contract/event.ts";
import type { ServerStatus } from "../contract/feed.ts";
import type { Preview, PreviewRequest, Toolbox, TriedTool, TryTool } from "../contract/toolbox.ts";
import type { Log } from "../observe/log.ts";
import type { AnswerTimeFigures } from "../observe/answer_times.ts";
import type { OneUseCode } from "./admission/one_use_code.ts";
import type { Sessions } from "./admission/sessions.ts";

/** Calls, live and past. */
export interface FloorView {
  call(callId: string): Promise<{ call: CallSummary; events: CallEvent[] } | undefined>;
  /** Newest first; `before`: startedAtMs of the last one already had. */
  calls(page: { limit: number; before?: number }): Promise<CallSummary[]>;
}

/** One reader's event stream, as bytes ready to send. */
export interface Feed {
  stream: ReadableStream<Uint8Array>;
  /** Ends the stream; with "signed_out" that event is its last. Idempotent. */
  close(reason?: "signed_out"): void;
}

export interface FeedSource {
  open(options: { lastEventId: string | null }): Feed;
}

/** The console's built files by name relative to their folder; undefined: there is no such file. */
export interface StaticFiles {
  read(name: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

/** What runs and how well, as figures. Nothing secret, nobody's words. */
export interface HealthDetail {
  status: "alive" | "draining";
  version: string;
  answeredBy: string;
  upSeconds: number;
  calls: { live: number; byProtocol: Readonly<Record<string, number>> };
  /** From the end of a caller's speech to the first sample of the answer that was handed to the phone. */
  answerTimes: AnswerTimeFigures;
}

export interface AdminDeps {
  clock: Clock;
  log: Log;
  agents: Agents;
  floor: FloorView;
  feed: FeedSource;
  sessions: Sessions;
  /** The code of the link that was printed at start; links printed later come from it too. */
  signInCode: OneUseCode;
  /** Shows a sign-in link on the server's terminal: to people at the machine, never to the log. */
  printLink(link: string): void;
  /** Lets programs in as `Authorization: Bearer …` and people by hand. Absent or "": nobody. */
  adminToken?: string | undefined;
  /** Origins under which browsers reach the console, for instance "https://console.example". */
  publicOrigins: readonly string[];
  status(): ServerStatus;
  /** `refused` is a short code, "draining" while the server is being stopped. */
  placeTestCall(): Promise<{ callId: string } | { refused: string }>;
  /** Tools and prompts tried out before they are published. */
  toolbox: {
    facts(): Toolbox;
    tryTool(request: TryTool): Promise<TriedTool>;
    preview(request: PreviewRequest): Promise<Preview>;
  };
  staticFiles: StaticFiles;
  /** Prometheus text exposition; see observe/prometheus_text.ts. */
  metrics(): string;
  /** The figures of this moment, for /healthz?detail. */
  health(): HealthDetail;
}

/** Who is let in: a browser by its session, or a program by the admin token. */
export type Admitted = { by: "session"; sessionId: string } | { by: "token" };

export interface AdminEnv {
  /** Given to `fetch` with each request by whoever owns the socket. */
  Bindings: { remoteAddress?: string };
  Variables: { admitted: Admitted | null };
}
