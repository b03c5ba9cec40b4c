// The calls that this instance carries, as their emitted events make them, which is ahead of what people are shown.
// Times, paces and redacts what is said of them; knows nothing of stores, readers or other instances.
import type { Clock } from "../clock.ts";
import { AFTERWORDS, type CallSummary } from "../contract/call.ts";
import type { Afterword, CallEventBody } from "../contract/event.ts";
import { guarded } from "../guard.ts";
import type { Log } from "../observe/log.ts";
import { endsLine, isPartial, PartialPacer } from "./partial_pacer.ts";
import { Redactor } from "./redactor.ts";

export interface Times {
  atMs: number;
  offsetMs: number;
}

export interface LiveCallsOptions {
  clock: Clock;
  log: Log;
  onFault: (error: unknown) => void;
  /** Whether card numbers are taken out, as it is set now. */
  redaction: () => boolean;
  /** Id of this instance; "": the server is alone. */
  instance: string;
  /** Returns the state that an event leads to. */
  record: (call: { callId: string; before: CallSummary | null }, said: Said) => CallSummary;
  afterword: (callId: string, body: Afterword) => void;
}

export interface Said {
  body: CallEventBody;
  times: Times;
}

interface LiveCall {
  call: CallSummary;
  answeredAtMs: number;
  partials: PartialPacer;
  redactor: Redactor;
}

export class LiveCalls {
  readonly #options: LiveCallsOptions;
  readonly #live = new Map<string, LiveCall>();
  #whenEmpty: (() => void)[] = [];
  #closed = false;

  constructor(options: LiveCallsOptions) {
    this.#options = options;
  }

  emit(callId: string, said: CallEventBody, answeredAtMs: number): void {
    const live = this.#live.get(callId);
    const redactor = live?.redactor ?? new Redactor(this.#options.redaction);
    const body = redactor.redacted(said);
    if (!live && isAfterword(body)) {
      this.#options.afterword(callId, body);
    } else if (this.#closed || (body.type === "call.started") === (live !== undefined)) {
      this.#options.log.warn("event_out_of_place", { callId, type: body.type });
    } else if (!live) {
      this.#begin(callId, { body, redactor }, answeredAtMs);
    } else if (isPartial(body)) {
      live.partials.offer(body);
    } else if (body.type === "call.ended") {
      live.partials.flush();
      this.#next(live, body);
      this.#end(callId);
    } else {
      if (endsLine(body)) live.partials.flush(body.itemId);
      this.#next(live, body);
    }
  }

  has(callId: string): boolean {
    return this.#live.has(callId);
  }

  get size(): number {
    return this.#live.size;
  }

  byProtocol(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { call } of this.#live.values()) {
      counts[call.protocol] = (counts[call.protocol] ?? 0) + 1;
    }
    return counts;
  }

  whenEmpty(): Promise<void> {
    if (this.#live.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenEmpty.push(resolve));
  }

  /** Lets out what waits of unfinished lines. */
  flush(): void {
    for (const { partials } of this.#live.values()) partials.flush();
  }

  /** From here on nothing is taken. */
  close(): void {
    this.#closed = true;
  }

  #begin(
    callId: string,
    { body, redactor }: { body: CallEventBody; redactor: Redactor },
    answeredAtMs: number,
  ): void {
    const { clock, instance, onFault } = this.#options;
    const next = guarded(onFault, (partial: CallEventBody) => this.#next(live, partial));
    const here = body.type === "call.started" && instance !== "" ? { ...body, instance } : body;
    const times = this.#times(answeredAtMs);
    const live: LiveCall = {
      call: this.#options.record({ callId, before: null }, { body: here, times }),
      answeredAtMs,
      redactor,
      partials: new PartialPacer(clock, next),
    };
    this.#live.set(callId, live);
  }

  #next(live: LiveCall, body: CallEventBody): void {
    const { call } = live;
    const times = this.#times(live.answeredAtMs);
    live.call = this.#options.record({ callId: call.callId, before: call }, { body, times });
  }

  #end(callId: string): void {
    this.#live.delete(callId);
    if (this.#live.size > 0) return;
    for (const resolve of this.#whenEmpty.splice(0)) resolve();
  }

  #times(answeredAtMs: number): Times {
    const { clock } = this.#options;
    return { atMs: clock.wall(), offsetMs: Math.round(clock.now() - answeredAtMs) };
  }
}

function isAfterword(body: CallEventBody): body is Afterword {
  return AFTERWORDS.has(body.type);
}
