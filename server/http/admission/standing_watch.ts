// Something open that hangs on somebody who is let in: it ends with their session or token, or with the permission it
// needs, and as long as it is used the session lives. Knows nothing of what goes over it.
import type { Cancel, Clock } from "../../clock.ts";
import type { Permission } from "../../contract/role.ts";
import { guarded } from "../../guard.ts";
import type { Admitted } from "../admin_deps.ts";
import type { Sessions } from "./sessions.ts";
import type { Standing } from "./standing.ts";

export interface StandingWatch {
  standing: Standing;
  sessions: Sessions;
  clock: Clock;
  admitted: Admitted;
  needs: Permission;
  /** Whether a person did something with it since this was asked last. */
  used(): boolean;
  /** At most once. */
  onEnd(why: "signed_out" | "not_permitted"): void;
  onFault(error: unknown): void;
}

const RECHECK_MS = 60_000;

/** Returns what stops it. */
export function watchStanding(watch: StandingWatch): Cancel {
  const { standing, sessions, clock, admitted, needs, onFault } = watch;
  let cancelRecheck: Cancel = () => {};
  let over = false;

  function stop(): void {
    over = true;
    cancelRecheck();
    stopWaiting();
  }

  /** False: it has ended. */
  function check(): boolean {
    // Asking can itself end a session whose time is over, and so lead here again.
    const why = standing.whyNot(admitted, needs);
    if (over) return false;
    if (why === null) return true;
    stop();
    watch.onEnd(why);
    return false;
  }

  function recheckLater(): void {
    cancelRecheck = clock.after(
      RECHECK_MS,
      guarded(onFault, () => {
        if (watch.used() && admitted.sessionId !== null) sessions.touch(admitted.sessionId);
        if (check()) recheckLater();
      }),
    );
  }

  const stopWaiting = standing.onChange(guarded(onFault, check));
  recheckLater();
  return stop;
}
