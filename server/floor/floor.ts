// All live calls together, as the rest of the server knows them; live_floor.ts does it. Knows nothing of protocols,
// models or HTTP.
import type { Clock } from "../clock.ts";
import type { CallSummary, Usage } from "../contract/call.ts";
import type { Afterword, CallEventBody } from "../contract/event.ts";
import type { ServerStatus, Snapshot } from "../contract/feed.ts";
import type { Notice } from "../contract/notice_limits.ts";
import type { Log } from "../observe/log.ts";
import type { Adoption, CallRecord, Store } from "../store/store.ts";
import type { FloorAfar } from "./afar.ts";
import type { FeedStream, Hub } from "./hub.ts";
import { LiveFloor } from "./live_floor.ts";
import { ENDED_SHOWN } from "./shown_calls.ts";

export interface FloorOptions {
  store: Store;
  hub: Hub;
  clock: Clock;
  log: Log;
  /** The server as it is now; the floor adds what it knows of the store. */
  status: () => Omit<ServerStatus, "storeTrouble">;
  /** Whether card numbers are taken out of what is shown and kept, as it is set now; absent: they are. */
  redaction?: () => boolean;
  /** The notice board; absent: there is none. */
  notices?: () => readonly Notice[];
  /** Id of this instance; absent or "": the server is alone. */
  instance?: string;
}

/** Tokens that a call has used since the last time. */
export interface UsedTokens {
  call: CallSummary;
  usage: Usage;
}

export interface Floor {
  /**
   * Takes one fact about a call; the first is `call.started`, the last `call.ended`, after which only an
   * afterword is taken. Never throws. `answeredAtMs`: `Clock.now()` when the call was answered.
   */
  emit(callId: string, body: CallEventBody, answeredAtMs: number): void;
  /**
   * Adds to the record of a call that has ended. Resolves once it is published; `call()` then has it.
   * Never rejects: where the call is unknown or still lives, a log line is all.
   */
  afterword(callId: string, body: Afterword): Promise<void>;
  /**
   * Tells of each call that this instance has ended, its own and those of dead ones, once its end is in the record (with
   * a store in trouble: is published). Those that were ended at the start are told of at once. Returns how to stop.
   */
  onEnded(listener: (call: CallSummary) => void): () => void;
  /** Tells of tokens as they are used. Must be quick: it runs on the path of a call. */
  onUsed(listener: (used: UsedTokens) => void): () => void;
  /** Calls of this instance that have begun and not ended. */
  readonly liveCount: number;
  /** The same, as people are shown them; `snapshot()` has those of all instances. */
  live(): readonly CallSummary[];
  /** The same by the protocol that brought them. */
  liveByProtocol(): Record<string, number>;
  /** Resolves once no call of this instance lives. */
  whenEmpty(): Promise<void>;
  readonly storeTrouble: string | null;
  status(): ServerStatus;
  /** Tells all readers of the feed that the server's state is another. */
  statusChanged(): void;
  snapshot(): Snapshot;
  /** What other instances tell of their calls, and are told of this one's. */
  readonly afar: FloorAfar;
  /**
   * Gives calls of dead instances their end, as the store finds them; without `by` all that have none.
   * @throws what the store throws where it cannot be read.
   */
  endOrphans(by?: Adoption): Promise<void>;
  /** A call of any instance, with its stored and published events, in order. */
  call(callId: string): Promise<CallRecord | undefined>;
  /** Newest first; `before`: startedAtMs of the last one already had. */
  calls(page: { limit: number; before?: number }): Promise<CallSummary[]>;
  /** Which instance carries a live call, as far as this one is told; undefined: none that it knows of. Cheap. */
  instanceOf(callId: string): string | undefined;
  /** Calls that have ended and were deleted: nobody is shown them any more. */
  forget(callIds: readonly string[]): void;
  open(options: { lastEventId: string | null }): FeedStream;
  /** True: all events are in the store. */
  flush(): Promise<boolean>;
  /** Saves what can be saved and ends all streams. */
  close(): Promise<void>;
}

/**
 * Where the server is alone, calls of a dead process have been given their end once this resolves.
 * @throws what the store throws where it cannot be read.
 */
export async function createFloor(options: FloorOptions): Promise<Floor> {
  const { store, instance = "" } = options;
  const floor = new LiveFloor(options, await store.lastSeq());
  floor.remember(await store.calls({ limit: ENDED_SHOWN }));
  if (instance === "") await floor.endOrphans();
  return floor;
}
