// The two checks of VoiceAI Connect when an operator presses "Validate bot connection" (audiocodes § 2): a plain HTTP
// request on the bot's address, and a socket that asks whether it speaks to a bot.
import { openWebLine } from "../caller/web_line.ts";
import { type Clock, systemClock } from "../../clock.ts";
import { USER_AGENT } from "./call.ts";

/** What the plain request must get, to the letter. */
const ANSWER = '{"type":"ac-bot-api","success":true}';
const ANSWER_WITHIN_MS = 5_000;

export interface ProbeReport {
  passed: boolean;
  /** What was wrong, in sentences; none when both passed. */
  faults: string[];
  httpMs: number;
  /** null: the socket's check was never answered. */
  socketMs: number | null;
}

export interface ProbeOptions {
  clock?: Clock;
}

/**
 * @param url ws: or wss:
 * Rejects when the server cannot be reached at all.
 */
export async function probeAudioCodes(
  url: string,
  token: string | undefined,
  { clock = systemClock }: ProbeOptions = {},
): Promise<ProbeReport> {
  const headers = {
    "user-agent": USER_AGENT,
    ...(token ? { authorization: `Bearer ${token}` } : {}),
  };
  const faults: string[] = [];
  const startMs = clock.now();
  for (const method of ["GET", "POST"]) {
    const fault = await plainFault(new URL(url), method, headers);
    if (fault) faults.push(fault);
  }
  const httpMs = (clock.now() - startMs) / 2;
  const answer = await askOnSocket(new URL(url), headers, clock);
  if ("fault" in answer) faults.push(answer.fault);
  return {
    passed: faults.length === 0,
    faults,
    httpMs,
    socketMs: "ms" in answer ? answer.ms : null,
  };
}

async function plainFault(
  url: URL,
  method: string,
  headers: Readonly<Record<string, string>>,
): Promise<string | undefined> {
  const plain = new URL(url);
  plain.protocol = url.protocol.replace("ws", "http");
  const response = await fetch(plain, {
    method,
    headers,
    redirect: "manual",
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  });
  const body = await response.text();
  if (response.status !== 200) {
    const advice = response.status === 401 ? ": give the server's token with --token" : "";
    return `${method} ${plain.pathname} was answered with ${response.status} instead of 200${advice}`;
  }
  if (body !== ANSWER) {
    return `${method} ${plain.pathname} was answered with ${body.length} characters ` +
      `that are not exactly ${ANSWER}`;
  }
}

function askOnSocket(
  url: URL,
  headers: Readonly<Record<string, string>>,
  clock: Clock,
): Promise<{ ms: number } | { fault: string }> {
  const { promise, resolve } = Promise.withResolvers<{ ms: number } | { fault: string }>();
  let outcome: { ms: number } | { fault: string } | undefined;
  let askedMs = 0;
  const done = (how: typeof outcome) => {
    outcome ??= how;
    line.close(1000);
  };
  const cancelDeadline = clock.after(ANSWER_WITHIN_MS, () => {
    outcome ??= { fault: `connection.validate was not answered within ${ANSWER_WITHIN_MS} ms` };
    line.drop();
  });
  const line = openWebLine({
    url,
    headers,
    onConnected: () => {
      askedMs = clock.now();
      line.sendText(JSON.stringify({ type: "connection.validate" }));
    },
    onText: (text) => {
      let message: unknown;
      try {
        message = JSON.parse(text);
      } catch {
        return done({ fault: "connection.validate was answered with what is not JSON" });
      }
      const { type, success } = Object(message);
      done(
        type === "connection.validated" && success === true
          ? { ms: clock.now() - askedMs }
          : { fault: `connection.validate was answered with ${String(type)}, success ${success}` },
      );
    },
    onBinary: () => done({ fault: "connection.validate was answered with a binary message" }),
    onClosed: () => {
      cancelDeadline();
      resolve(
        outcome ?? { fault: "the socket was closed before connection.validate was answered" },
      );
    },
    onRefused: (error) => {
      cancelDeadline();
      resolve({ fault: error.message });
    },
  });
  return promise;
}
