// Stops in the right order: no new calls, live ones to their end or to their failure path, what is known of them into the
// store, consoles, sockets.
import type { App } from "../app_deps.ts";
import { type Clock, within } from "../clock.ts";
import type { PhonePorts } from "./phone_ports.ts";
import type { TestCalls } from "./simulator_guests.ts";

/** A call that was told to end has said so to Genesys and heard back, or never will. */
const FAREWELL_MS = 6000;
/** A mute peer, or an event stream that nobody reads, must not hold a stop up. */
const SHUTDOWN_MS = 1500;
/**
 * Where there are five seconds in all (Deno Deploy, SIGINT): so long for the farewells, so long for what must be saved,
 * and so long for what closes behind it. The last of them goes to the log.
 */
const QUICK = { farewellMs: 2000, saveMs: 1500, closeMs: 600 } as const;

export interface StopOptions {
  app: App;
  server: Pick<Deno.HttpServer, "shutdown">;
  /** Live calls may be on them to the last. */
  phonePorts: Pick<PhonePorts, "stop">;
  testCalls: Pick<TestCalls, "stop">;
  clock: Clock;
  /** How long live calls may go on; 0: they end at once, without last words, and all is over within five seconds. */
  drainMs: number;
  /** Lets go of what the app stands on, the store last; afterwards nothing is used any more. */
  close(): Promise<void>;
}

export async function stopServer(
  { app, server, phonePorts, testCalls, clock, drainMs, close }: StopOptions,
): Promise<void> {
  const quick = drainMs === 0;
  app.drain();
  if (!quick) await within(app.whenQuiet(), { clock, ms: drainMs });
  if (app.liveCalls > 0) {
    app.failAll(quick);
    await within(app.whenQuiet(), { clock, ms: quick ? QUICK.farewellMs : FAREWELL_MS });
  }
  testCalls.stop();
  const saved = app.stop();
  const shut = within(Promise.all([server.shutdown(), phonePorts.stop()]), {
    clock,
    ms: SHUTDOWN_MS,
  });
  if (!quick) {
    await Promise.all([saved, shut]);
    await close();
    return;
  }
  // One of them that fails must not keep the others from their time.
  const settled = Promise.allSettled([saved, shut]);
  await within(settled, { clock, ms: QUICK.saveMs });
  await within(Promise.allSettled([close()]), { clock, ms: QUICK.closeMs });
}
