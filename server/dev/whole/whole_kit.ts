// What tests of whole calls ask once a call is over: its record and what was logged. And how they set up an
// agent, or a server of somebody else's, beforehand. What was heard is heard_words.ts.
import { assertEquals } from "@std/assert";
import type { Agent, AgentConfig } from "../../contract/agent.ts";
import type { CallSummary } from "../../contract/call.ts";
import type { CallEvent } from "../../contract/event.ts";
import type { Log } from "../../observe/log.ts";
import type { RunningApp } from "./running_app.ts";

export interface CallFile {
  call: CallSummary;
  events: CallEvent[];
}

/** The record of a call that has ended, as the API shows it: stored a moment after the caller knows. */
export async function recordOf(
  app: RunningApp,
  callId: string,
  /** Waits for more than the end, for instance a summary. */
  complete: (file: CallFile) => boolean = () => true,
): Promise<CallFile> {
  return await eventually(`the record of call ${callId}`, async () => {
    const response = await app.api(`/api/calls/${callId}`);
    assertEquals(response.status, 200);
    const file: CallFile = await response.json();
    return file.call.endedAtMs !== null && complete(file) ? file : undefined;
  });
}

/** Asks until there is an answer; a condition of another process has no promise to await. */
export async function eventually<T>(
  what: string,
  ask: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  for (let tries = 0; tries < 1500; tries++) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`Waited in vain for ${what}`);
}

/** The events of one type, in order. */
export function eventsOf<T extends CallEvent["type"]>(
  { events }: Pick<CallFile, "events">,
  type: T,
): Extract<CallEvent, { type: T }>[] {
  return events.filter((event): event is Extract<CallEvent, { type: T }> => event.type === type);
}

/** The notes of a call with this code: their details, in order. */
export function notesOf(file: Pick<CallFile, "events">, code: string): string[] {
  return eventsOf(file, "call.note").filter((note) => note.code === code)
    .map(({ detail }) => detail);
}

/** Edits an agent through the API and publishes it. */
export async function publish(
  app: RunningApp,
  change: Partial<AgentConfig> | ((config: AgentConfig) => Partial<AgentConfig>),
  id = "default",
): Promise<Agent> {
  const path = `/api/agents/${id}`;
  const agent: Agent = await asked(app, path);
  const changed = typeof change === "function" ? change(agent.draft) : change;
  const saved: Agent = await asked(app, `${path}/draft`, {
    method: "PUT",
    revision: agent.revision,
    body: { ...agent.draft, ...changed },
  });
  return await asked(app, `${path}/publish`, {
    method: "POST",
    revision: saved.revision,
    body: { note: "" },
  });
}

/** A request to the API that must be answered well; its answer. */
export async function asked<T>(
  app: RunningApp,
  path: string,
  request: { method?: string; revision?: number; body?: unknown } = {},
): Promise<T> {
  const { method = "GET", revision, body } = request;
  const response = await app.api(path, {
    method,
    headers: {
      "content-type": "application/json",
      ...(revision !== undefined && { "if-match": `"${revision}"` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  assertEquals(response.ok, true, `${method} ${path} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}

/** A log that is kept, to look for what must not be in it. */
export function keptLog(): { log: Log; text(): string } {
  const lines: unknown[] = [];
  const keep = (level: string) => (code: string, fields?: unknown) => {
    lines.push({ level, code, fields });
  };
  const log: Log = {
    debug: keep("debug"),
    info: keep("info"),
    warn: keep("warn"),
    error: keep("error"),
  };
  return { log, text: () => JSON.stringify(lines) };
}

export interface Received {
  path: string;
  headers: Headers;
  body: string;
}

export interface Receiver {
  url: string;
  received: Received[];
  stop(): Promise<void>;
}

/** Somebody else's HTTP server, on this machine. */
export function receiver(
  answer: (request: Received) => Response | Promise<Response>,
): Receiver {
  const received: Received[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const { pathname, search } = new URL(request.url);
    const taken = {
      path: pathname + search,
      headers: request.headers,
      body: await request.text(),
    };
    received.push(taken);
    return await answer(taken);
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    received,
    stop: () => server.shutdown(),
  };
}

/** The mistakes that the stand-in saw on all connections, and its own; empty is good. */
export function verdicts({ standIn }: RunningApp): string[] {
  return standIn.connections.flatMap((journal) => [...journal.verdict(), ...journal.faults]);
}

/** Calls take their time: those that do not disturb each other are made at once. Tells of all that failed, by name. */
export async function atOnce(cases: Readonly<Record<string, () => Promise<void>>>): Promise<void> {
  const failures: Error[] = [];
  await Promise.all(
    Object.entries(cases).map(([name, run]) =>
      run().catch((error) => {
        failures.push(new Error(`${name}: ${error instanceof Error ? error.stack : error}`));
      })
    ),
  );
  if (failures.length > 0) throw new Error(failures.map(({ message }) => message).join("\n\n"));
}
