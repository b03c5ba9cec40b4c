// The event streams that are open: how many, whose, and that each ends with the session it hangs on.
// Knows nothing of what they carry.
import type { Cancel, Clock } from "../clock.ts";
import { faultPlace, guarded } from "../guard.ts";
import type { Log } from "../observe/log.ts";
import type { Admitted, Feed } from "./admin_deps.ts";
import type { Sessions } from "./admission/sessions.ts";

export const MOST_PER_SESSION = 4;
export const MOST_IN_ALL = 250;
const RECHECK_MS = 60_000;

interface Open {
  owner: string;
  feed: Feed;
  cancelRecheck: Cancel;
}

export class EventStreams {
  readonly #sessions: Sessions;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #open = new Set<Open>();

  constructor({ sessions, clock, log }: { sessions: Sessions; clock: Clock; log: Log }) {
    this.#sessions = sessions;
    this.#clock = clock;
    this.#log = log;
    sessions.onEnd((sessionId) => this.#end(sessionId));
  }

  get count(): number {
    return this.#open.size;
  }

  /** Opens one for `admitted`, or says which bound is reached. */
  open(admitted: Admitted, openFeed: () => Feed): ReadableStream<Uint8Array> | "session" | "all" {
    const owner = admitted.by === "session" ? admitted.sessionId : "token";
    if (this.#open.size >= MOST_IN_ALL) return "all";
    const ofOwner = [...this.#open].filter((other) => other.owner === owner).length;
    if (ofOwner >= MOST_PER_SESSION) return "session";
    const open: Open = { owner, feed: openFeed(), cancelRecheck: () => {} };
    this.#open.add(open);
    if (admitted.by === "session") this.#recheckLater(open);
    return this.#watched(open);
  }

  #recheckLater(open: Open): void {
    const recheck = () => {
      // A session that is over tells its listeners, so that `#end` runs; one that is gone is told here.
      if (this.#sessions.alive(open.owner)) this.#recheckLater(open);
      else this.#end(open.owner);
    };
    const onFault = (error: unknown) => this.#log.error("stream_fault", { at: faultPlace(error) });
    open.cancelRecheck = this.#clock.after(RECHECK_MS, guarded(onFault, recheck));
  }

  #end(owner: string): void {
    for (const open of [...this.#open]) {
      if (open.owner !== owner) continue;
      this.#release(open);
      open.feed.close("signed_out");
    }
  }

  #release(open: Open): void {
    open.cancelRecheck();
    this.#open.delete(open);
  }

  /** The same bytes; without a queue of its own, so that a slow reader's backlog stays where it is bounded. */
  #watched(open: Open): ReadableStream<Uint8Array> {
    const reader = open.feed.stream.getReader();
    const release = () => this.#release(open);
    return new ReadableStream<Uint8Array>({
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (!done) return controller.enqueue(value);
          release();
          controller.close();
        } catch (error) {
          release();
          controller.error(error);
        }
      },
      async cancel(reason) {
        release();
        await reader.cancel(reason);
      },
    }, { highWaterMark: 0 });
  }
}
