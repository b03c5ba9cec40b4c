// Stops in the right order: no new calls, live ones to their end or to their failure path, consoles, sockets.
import type { App } from "./app_deps.ts";
import type { Clock } from "./clock.ts";
import type { TestCalls } from "./simulator_guests.ts";

/** A call that was told to end has said so to Genesys and heard back, or never will. */
const FAREWELL_MS = 3000;
const SHUTDOWN_MS = 1500;

export interface StopOptions {
  app: App;
  server: Deno.HttpServer;
  testCalls: TestCalls;
  clock: Clock;
  /** How long live calls may go on; 0: they end at once, without last words. */
  drainMs: number;
}

export async function stopServer(
  { app, server, testCalls, clock, drainMs }: StopOptions,
): Promise<void> {
  app.drain();
  const within = async (ms: number, what: Promise<unknown>) => {
    let cancel = () => {};
    const late = new Promise<void>((resolve) => cancel = clock.after(ms, resolve));
    await Promise.race([what, late]);
    cancel();
  };
  await within(drainMs, app.whenQuiet());
  if (app.liveCalls > 0) {
    app.failAll(drainMs === 0);
    await within(drainMs === 0 ? FAREWELL_MS : 2 * FAREWELL_MS, app.whenQuiet());
  }
  testCalls.stop();
  await app.stop();
  // An open event stream would hold this up for ever (they were ended above); a mute peer must not.
  await within(SHUTDOWN_MS, server.shutdown());
}
