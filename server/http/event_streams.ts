// The event streams that are open: how many, whose, and that each ends with the session or token it hangs on.
// Knows nothing of what they carry.
import type { Cancel, Clock } from "../clock.ts";
import { faultPlace } from "../guard.ts";
import type { Log } from "../observe/log.ts";
import type { Admitted, Feed } from "./admin_deps.ts";
import type { Sessions } from "./admission/sessions.ts";
import type { Standing } from "./admission/standing.ts";
import { watchStanding } from "./admission/standing_watch.ts";
import { ownerKey } from "./owner.ts";

export const MOST_PER_SESSION = 4;
export const MOST_IN_ALL = 250;

interface Open {
  owner: string;
  feed: Feed;
  stopWatching: Cancel;
}

interface StreamsDeps {
  standing: Standing;
  sessions: Sessions;
  clock: Clock;
  log: Log;
}

export class EventStreams {
  readonly #deps: StreamsDeps;
  readonly #open = new Set<Open>();

  constructor(deps: StreamsDeps) {
    this.#deps = deps;
  }

  get count(): number {
    return this.#open.size;
  }

  /** Opens one for `admitted`, or says which bound is reached. */
  open(admitted: Admitted, openFeed: () => Feed): ReadableStream<Uint8Array> | "session" | "all" {
    const owner = ownerKey(admitted);
    if (this.#open.size >= MOST_IN_ALL) return "all";
    const ofOwner = [...this.#open].filter((other) => other.owner === owner).length;
    if (ofOwner >= MOST_PER_SESSION) return "session";
    const open: Open = { owner, feed: openFeed(), stopWatching: () => {} };
    this.#open.add(open);
    open.stopWatching = watchStanding({
      ...this.#deps,
      admitted,
      needs: "view",
      // An open event stream is not use.
      used: () => false,
      onEnd: () => {
        this.#release(open);
        open.feed.close("signed_out");
      },
      onFault: (error) => this.#deps.log.error("stream_fault", { at: faultPlace(error) }),
    });
    return this.#watched(open);
  }

  #release(open: Open): void {
    open.stopWatching();
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
