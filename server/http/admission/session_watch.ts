// An open socket that hangs on a browser's session: it ends with the session, and as long as it is used the session
// lives. Knows nothing of what goes over the socket.
import type { Cancel, Clock } from "../../clock.ts";
import { guarded } from "../../guard.ts";
import type { Sessions } from "./sessions.ts";

export interface SessionWatch {
  sessions: Sessions;
  clock: Clock;
  /** null: a program with the token, whom nothing signs out. */
  sessionId: string | null;
  /** Whether a person did something over the socket since this was asked last. */
  used(): boolean;
  /** At most once. */
  onEnd(): void;
  onFault(error: unknown): void;
}

const RECHECK_MS = 60_000;

/** Returns what stops it. */
export function watchSession(watch: SessionWatch): Cancel {
  const { sessions, clock, sessionId, onFault } = watch;
  if (sessionId === null) return () => {};
  let cancelRecheck: Cancel = () => {};

  function stop(): void {
    cancelRecheck();
    stopWaiting();
  }

  function recheck(): void {
    if (watch.used()) sessions.touch(sessionId!);
    // One whose time is over ends here, and is told below.
    if (sessions.alive(sessionId!)) {
      cancelRecheck = clock.after(RECHECK_MS, guarded(onFault, recheck));
    }
  }

  const stopWaiting = sessions.onEnd((ended) => {
    if (ended !== sessionId) return;
    stop();
    watch.onEnd();
  });
  cancelRecheck = clock.after(RECHECK_MS, guarded(onFault, recheck));
  return stop;
}
