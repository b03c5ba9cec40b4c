// One HTTP exchange with the provider: deadlines, a limit to its size, no redirects, the key in its header.
// Knows no endpoint. Never rejects for what the network does; what `onBytes` throws is the caller's fault.
import type { Clock } from "../../clock.ts";
import { failed, withoutKey } from "../failure.ts";
import { keyHeaders } from "../key_headers.ts";
import type { UpstreamFailure, UpstreamTarget } from "../upstream.ts";
import { restUrl } from "./address.ts";
import { networkFailure, refusal } from "./refusal.ts";
import type { Failed } from "./rest.ts";

export interface Question {
  /** For error texts: "Cannot {what}". */
  what: string;
  /** Below the base address. */
  path: string;
  body: string | FormData;
  /** Until the head of the answer; between its pieces; until its end. */
  headMs: number;
  gapMs: number;
  totalMs: number;
  maxBytes: number;
  signal?: AbortSignal | undefined;
}

export interface ExchangeOptions {
  target: UpstreamTarget;
  clock: Clock;
  fetch: typeof fetch;
}

/** Enough of an error's body to name it. */
const ERROR_BYTES = 4096;

/** Sends a question and passes on the bytes of a good answer as they come. */
export async function exchange(
  { target, clock, fetch }: ExchangeOptions,
  question: Question,
  onBytes: (bytes: Uint8Array) => void,
): Promise<{ ok: true } | Failed> {
  const { what, signal } = question;
  const fail = (failure: UpstreamFailure): Failed => ({
    ok: false,
    failure: { ...failure, detail: withoutKey(failure.detail, target.apiKey) },
  });
  const address = restUrl(target.baseUrl, question.path);
  if ("error" in address) return fail(failed("E_UP_CONFIG", address.error));
  const headers = headersFor(target, question.body);
  if (!headers) {
    return fail(failed("E_UP_AUTH", `Cannot ${what}: the key has characters no header can carry`));
  }
  if (signal?.aborted) return fail(calledOff(what));

  const limits = new Limits(clock, question);
  try {
    const response = await limits.held(fetch(address.url, {
      method: "POST",
      headers,
      body: question.body,
      redirect: "manual",
      signal: limits.signal,
    }));
    const maxBytes = response.ok ? question.maxBytes : ERROR_BYTES;
    const start: Uint8Array[] = [];
    const size = await read(response, limits, {
      maxBytes,
      take: response.ok ? onBytes : (bytes) => start.push(bytes),
    });
    if (!response.ok) {
      const { status } = response;
      const body = await new Blob(start as Uint8Array<ArrayBuffer>[]).text();
      const retryAfter = response.headers.get("retry-after");
      return fail(refusal(what, { status, retryAfter, body }, clock.wall()));
    }
    return size > maxBytes
      ? fail(failed("E_UP_FORMAT", `Cannot ${what}: the answer is longer than ${maxBytes} bytes`))
      : { ok: true };
  } catch (error) {
    if (error instanceof Fault) throw error.cause;
    if (limits.broken) return fail(failed("E_UP_TIMEOUT", `Cannot ${what}: ${limits.broken}`));
    return fail(signal?.aborted ? calledOff(what) : networkFailure(what, error));
  } finally {
    limits.end();
  }
}

/** Marks what was thrown by our own side, so that it is not taken for the network's doing. */
class Fault extends Error {}

/** @returns how many bytes came; more than allowed: reading was given up */
async function read(
  response: Response,
  limits: Limits,
  { maxBytes, take }: { maxBytes: number; take: (bytes: Uint8Array) => void },
): Promise<number> {
  if (!response.body) return 0;
  const reader = response.body.getReader();
  for (let size = 0;;) {
    limits.alive();
    const { done, value } = await limits.held(reader.read());
    if (done) return size;
    size += value.length;
    if (size > maxBytes) {
      limits.abort();
      return size;
    }
    try {
      take(value);
    } catch (cause) {
      limits.abort();
      throw new Fault("", { cause });
    }
  }
}

/** The deadlines of one exchange and the caller's wish to end it, as one signal. */
class Limits {
  readonly #clock: Clock;
  readonly #question: Question;
  readonly #controller = new AbortController();
  readonly #aborted = Promise.withResolvers<never>();
  readonly #cancelTotal: () => void;
  #cancelNext: () => void;
  /** Which deadline passed; "": none. */
  broken = "";

  constructor(clock: Clock, question: Question) {
    this.#clock = clock;
    this.#question = question;
    // Nobody may be waiting when it is rejected.
    this.#aborted.promise.catch(() => {});
    const { headMs, totalMs, signal } = question;
    this.#cancelNext = clock.after(headMs, () => this.#break(`no answer within ${headMs} ms`));
    this.#cancelTotal = clock.after(totalMs, () => this.#break(`no end within ${totalMs} ms`));
    signal?.addEventListener("abort", this.abort);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Waits for `work`, but not beyond the deadlines, whatever becomes of it. */
  async held<T>(work: Promise<T>): Promise<T> {
    return await Promise.race([work, this.#aborted.promise]);
  }

  alive(): void {
    const { gapMs } = this.#question;
    this.#cancelNext();
    this.#cancelNext = this.#clock.after(gapMs, () => this.#break(`a gap of ${gapMs} ms`));
  }

  abort = (): void => {
    this.#controller.abort();
    this.#aborted.reject(new Error("aborted"));
  };

  end(): void {
    this.#cancelNext();
    this.#cancelTotal();
    this.#question.signal?.removeEventListener("abort", this.abort);
  }

  #break(why: string): void {
    this.broken = why;
    this.abort();
  }
}

function headersFor(target: UpstreamTarget, body: string | FormData): Headers | null {
  try {
    const headers = new Headers(keyHeaders(target));
    // Of a form the boundary belongs to the type: fetch knows it.
    if (typeof body === "string") headers.set("content-type", "application/json");
    return headers;
  } catch {
    return null;
  }
}

function calledOff(what: string): UpstreamFailure {
  return failed("E_UP_LOST", `Cannot ${what}: it was called off`);
}
