// The event stream of the console: runs the steps of connection.ts on a native EventSource.
// Knows nothing of calls; hands each message on to whoever listens, of a busy floor many together.
import { batch, type ReadonlySignal, signal } from "@preact/signals";
import type { FeedMessage } from "../../server/contract/feed.ts";
import {
  type Connection,
  type ConnectionEffect,
  type ConnectionInput,
  initialConnection,
  stepConnection,
} from "./connection.ts";
import type { Cancel, Timers } from "./timers.ts";

/** What is used of an EventSource. */
export interface Source {
  /** 0 connecting, 1 open, 2 closed for good. */
  readonly readyState: number;
  addEventListener(type: string, fn: (event: Event) => void): void;
  close(): void;
}

export interface Feed {
  connection: ReadonlySignal<Connection>;
  /** Calls `fn` with every message until the returned function is called. */
  listen(fn: (message: FeedMessage) => void): () => void;
  tell(input: ConnectionInput["type"]): void;
}

export interface FeedOptions {
  openSource: () => Source;
  timers: Timers;
  /** Whether the server still lets us in; told after a refusal, whose status EventSource hides. */
  checkSession: () => void;
  /** Whether the server answers at all; asked when the stream has long been silent. */
  probe: () => Promise<boolean>;
  random?: () => number;
}

const NAMES = [
  "snapshot",
  "call",
  "status",
  "agent",
  "notices",
  "deleted",
  "resync",
  "signed_out",
] as const;
/** Heartbeats are comments, which EventSource does not show: after this silence we ask. */
export const SILENCE_MS = 45_000;
/** Events of calls that come sooner after others wait so long: nobody reads faster, and the page draws once for all. */
export const GATHER_MS = 100;
/** And so long where so much comes that nobody could follow it: more than five hundred events a second. */
export const CROWDED_GATHER_MS = 250;
const CROWDED_PER_MS = 0.5;

export function createFeed(options: FeedOptions): Feed {
  const { timers, random = Math.random } = options;
  const connection = signal(initialConnection(timers.wallMs()));
  const listeners = new Set<(message: FeedMessage) => void>();
  let source: Source | null = null;
  let waiting: Cancel = () => {};
  let silence: Cancel = () => {};
  let gathered: FeedMessage[] = [];
  /** When the last ones were handed on; while some are gathered, what will hand them on. */
  let handedOnMs = -Infinity;
  let handOnDue: Cancel | null = null;
  let gatherMs = GATHER_MS;

  function tell(type: ConnectionInput["type"]): void {
    const input = { type, atMs: timers.wallMs(), random: random() };
    const { state, effects } = stepConnection(connection.peek(), input);
    connection.value = state;
    effects.forEach(perform);
  }

  function perform(effect: ConnectionEffect): void {
    switch (effect.do) {
      case "open":
        return open();
      case "close":
        return close();
      case "check_session":
        return options.checkSession();
      case "retry":
        return wait(effect.afterMs, "retry_due");
      case "settle":
        return wait(effect.afterMs, "settled");
    }
  }

  function wait(ms: number, then: ConnectionInput["type"]): void {
    waiting();
    waiting = timers.after(ms, () => tell(then));
  }

  function open(): void {
    close();
    const opened = options.openSource();
    source = opened;
    // A closed source may still have an event in flight; it must not speak for its successor.
    const ours = (fn: (event: Event) => void) => (event: Event) => {
      if (source === opened) fn(event);
    };
    opened.addEventListener("open", ours(() => tell("opened")));
    opened.addEventListener(
      "error",
      ours(() => {
        deliver();
        tell(opened.readyState === 2 ? "refused" : "retrying");
      }),
    );
    for (const name of NAMES) opened.addEventListener(name, ours((event) => receive(name, event)));
    listenForSilence();
  }

  function close(): void {
    waiting();
    deliver();
    silence();
    source?.close();
    source = null;
  }

  function receive(name: FeedMessage["event"], event: Event): void {
    const data = parse(event);
    if (data === undefined) return tell("refused");
    gathered.push({ event: name, data } as FeedMessage);
    const nowMs = timers.wallMs();
    // A clock that was set back hands on at once.
    const waitMs = name === "call" && nowMs >= handedOnMs ? handedOnMs + gatherMs - nowMs : 0;
    if (waitMs <= 0) handOn();
    else handOnDue ??= timers.after(waitMs, handOn);
  }

  function handOn(): void {
    const last = deliver();
    if (!last) return;
    listenForSilence();
    if (last === "signed_out") tell("signed_out");
    else tell(last === "snapshot" ? "snapshot" : "event");
  }

  /** In the order in which they came; who watches signals is told once, after the last, whose name is returned. */
  function deliver(): FeedMessage["event"] | undefined {
    handOnDue?.();
    handOnDue = null;
    if (gathered.length === 0) return undefined;
    const nowMs = timers.wallMs();
    const perMs = gathered.length / Math.max(GATHER_MS, nowMs - handedOnMs);
    gatherMs = perMs > CROWDED_PER_MS ? CROWDED_GATHER_MS : GATHER_MS;
    handedOnMs = nowMs;
    const messages = gathered;
    gathered = [];
    batch(() => {
      for (const message of messages) {
        for (const listener of listeners) listener(message);
      }
    });
    return messages.at(-1)?.event;
  }

  function listenForSilence(): void {
    silence();
    silence = timers.after(SILENCE_MS, async () => {
      const asked = source;
      const answered = await options.probe();
      if (asked !== source || source === null) return;
      if (answered) listenForSilence();
      else tell("refused");
    });
  }

  return {
    connection,
    tell,
    listen(fn) {
      listeners.add(fn);
      return () => listeners.delete(fn);
    },
  };
}

function parse(event: Event): unknown {
  try {
    return JSON.parse((event as MessageEvent<string>).data);
  } catch {
    return undefined;
  }
}
