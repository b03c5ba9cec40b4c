// What the console talks to while it is measured: the real floor, recorder, store, hub and files of the server, with
// calls that are made up. Nobody signs in here.
import { Hono } from "hono";
import { systemClock as clock } from "../../clock.ts";
import type { CallSummary } from "../../contract/call.ts";
import { foldCall } from "../../contract/fold_call.ts";
import type { CallEvent } from "../../contract/event.ts";
import { createFloor } from "../../floor/floor.ts";
import { createHub } from "../../floor/hub.ts";
import { SAMPLE_STATUS } from "../../floor/sample_status.ts";
import { consoleFiles } from "../../http/console_files.ts";
import { directoryFiles } from "../../http/directory_files.ts";
import { securityHeaders } from "../../http/security_headers.ts";
import { silentLog as log } from "../../observe/log.ts";
import { openSqliteStore } from "../../store/sqlite_store.ts";
import { STAGE_SESSION } from "../stage_session.ts";
import { ENDED, longCall, toldAt } from "./console_calls.ts";

export const LONG_CALL = "long-call";
const STEP_MS = 100;
/** After so long a call ends and another one takes its place. */
const CALL_STEPS = 900;

export interface ConsoleStage {
  origin: string;
  /** From here on so many calls are live, with ten events a second each; they come in within so many seconds. */
  load(calls: number, withinS?: number): void;
  /** Events told since the start. */
  readonly told: number;
  stop(): Promise<void>;
}

/** `files`: folder of the built console; `lines`: of the past call. */
export async function startConsoleStage(
  { files, lines }: { files: string; lines: number },
): Promise<ConsoleStage> {
  const folder = await Deno.makeTempDir({ prefix: "hookline-bench-" });
  const store = await openSqliteStore({ path: `${folder}/hookline.db`, log });
  await keepLongCall(store, lines);
  const hub = createHub({ clock, log });
  const floor = await createFloor({ store, hub, clock, log, status: () => SAMPLE_STATUS });
  const app = new Hono()
    .use(securityHeaders())
    .get("/api/session", (c) => c.json(STAGE_SESSION))
    .get("/api/events", (c) => {
      const { stream } = floor.open({ lastEventId: c.req.header("last-event-id") ?? null });
      return new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>, {
        headers: { "content-type": "text/event-stream", "cache-control": "no-store" },
      });
    })
    .get(
      "/api/calls",
      async (c) => c.json({ calls: await floor.calls({ limit: 200 }), next: null }),
    )
    .get("/api/calls/:id", async (c) => {
      const found = await floor.call(c.req.param("id"));
      return found ? c.json(found) : c.json({ code: "not_found", message: "Not here." }, 404);
    })
    .get("/api/*", (c) => c.json({ code: "not_found", message: "Not on this stage." }, 404))
    .route("/", consoleFiles({ staticFiles: directoryFiles(files) }) as unknown as Hono);
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, app.fetch);
  let stop = () => {};
  let told = 0;

  function load(count: number, withinS = 6): void {
    stop();
    const calls = Array.from({ length: count }, (_, index) => ({
      callId: `call-${count}.${index}-0`,
      // Not all at the same place of their talk, nor do all end together.
      step: -1 - Math.floor((index / count) * withinS * 10),
      endsAt: 300 + Math.floor((index / count) * CALL_STEPS),
      answeredAtMs: 0,
    }));
    let next = 0;
    const emit = (index: number) => {
      const call = calls[index]!;
      const step = ++call.step;
      if (step < 0) return;
      if (step === 0) call.answeredAtMs = clock.now();
      const bodies = step === call.endsAt ? [ENDED] : toldAt(step);
      for (const body of bodies) floor.emit(call.callId, body, call.answeredAtMs);
      told += bodies.length;
      if (step < call.endsAt) return;
      const [, name, life] = call.callId.split("-");
      Object.assign(call, { callId: `call-${name}-${Number(life) + 1}`, step: -1 });
      call.endsAt = CALL_STEPS;
    };
    // Spread over the tenth of a second: calls do not speak in step. A late stroke makes up for what was missed.
    const startedMs = clock.now();
    const timer = setInterval(() => {
      const due = (clock.now() - startedMs) * count / STEP_MS;
      while (next < due) emit(next++ % count);
    }, STEP_MS / 10);
    stop = () => clearInterval(timer);
  }

  return {
    origin: `http://127.0.0.1:${server.addr.port}`,
    load,
    get told() {
      return told;
    },
    async stop() {
      stop();
      await floor.close();
      await server.shutdown();
      await store.close();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

async function keepLongCall(
  store: Awaited<ReturnType<typeof openSqliteStore>>,
  lines: number,
): Promise<void> {
  const bodies = longCall(lines);
  const answeredMs = Date.now() - (bodies.at(-1)?.offsetMs ?? 0) - 60_000;
  const events: CallEvent[] = bodies.map((body, index) => ({
    ...body,
    callId: LONG_CALL,
    seq: index + 1,
    atMs: answeredMs + body.offsetMs,
  }));
  const call = events.reduce<CallSummary | null>(foldCall, null);
  for (let from = 0; from < events.length; from += 2000) {
    await store.append(events.slice(from, from + 2000), call ? [call] : []);
  }
}
