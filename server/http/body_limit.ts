// Reads the body of a request whole, up to a number of bytes and within a time: Deno.serve limits neither.
// Knows nothing of what the body means.
import { createMiddleware } from "hono/factory";
import type { Clock } from "../clock.ts";
import { refuse } from "./problems.ts";

const READ_MS = 5000;
const SAFE_METHODS = new Set(["GET", "HEAD"]);

export interface BodyLimit {
  clock: Clock;
  /** Bytes that a path may receive. */
  maxBytes(path: string): number;
}

export function bodyLimit({ clock, maxBytes }: BodyLimit) {
  return createMiddleware(async (c, next) => {
    const request = c.req.raw;
    // In whatever letters: the standard's Request knows "get" for GET, and allows it no body.
    const isSafe = SAFE_METHODS.has(c.req.method.toUpperCase());
    if (isSafe || request.body === null) return await next();
    const limit = maxBytes(c.req.path);
    const declared = Number(request.headers.get("content-length") ?? 0);
    const body = declared > limit ? "too_large" : await readWithin(request.body, limit, clock);
    if (body === "too_large") {
      const received = declared > limit ? `${declared}` : "more";
      return refuse(
        c,
        "too_large",
        `The body may hold at most ${limit} bytes, received ${received}. Nothing was changed.`,
      );
    }
    if (body === "too_slow") {
      return refuse(c, "invalid_body", `The body did not arrive within ${READ_MS / 1000} s.`);
    }
    // Made anew from its parts: copying a request touches its abort signal, of which Deno warns.
    const { url, method, headers } = request;
    c.req.raw = new Request(url, { method, headers, body });
    return await next();
  });
}

async function readWithin(
  stream: ReadableStream<Uint8Array>,
  limit: number,
  clock: Clock,
): Promise<Uint8Array<ArrayBuffer> | "too_large" | "too_slow"> {
  const reader = stream.getReader();
  const { promise: late, resolve } = Promise.withResolvers<"too_slow">();
  const cancelTimer = clock.after(READ_MS, () => resolve("too_slow"));
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const read = await Promise.race([reader.read(), late]);
      if (read === "too_slow") return read;
      if (read.done) return joined(pieces, size);
      size += read.value.byteLength;
      if (size > limit) return "too_large";
      pieces.push(read.value);
    }
  } finally {
    cancelTimer();
    reader.cancel().catch(() => {}); // of a body that was read to its end it does nothing
  }
}

function joined(pieces: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.byteLength;
  }
  return whole;
}
