// The log as JSON lines on standard error, by LogTape. Set up once, by main.
import {
  configure,
  dispose,
  getJsonLinesFormatter,
  getLogger,
  getStreamSink,
} from "@logtape/logtape";
import type { Log, LogFields } from "./log.ts";

/** How long `stop` waits for somebody who reads slowly. */
const LAST_LINES_MS = 500;

/** A log that writes one JSON object a line; `stop` resolves once the last one is written, or nobody reads it. */
export async function startLog(
  options: { debug: boolean },
): Promise<Log & { stop(): Promise<void> }> {
  const { stream, written } = standardError();
  await configure({
    reset: true,
    sinks: {
      stderr: getStreamSink(stream, {
        formatter: getJsonLinesFormatter({ properties: "flatten" }),
      }),
    },
    loggers: [
      { category: ["hookline"], lowestLevel: options.debug ? "debug" : "info", sinks: ["stderr"] },
      { category: ["logtape", "meta"], lowestLevel: "error", sinks: ["stderr"] },
    ],
  });
  const logger = getLogger(["hookline"]);
  return {
    debug: (code, fields: LogFields = {}) => logger.debug(code, { ...fields }),
    info: (code, fields: LogFields = {}) => logger.info(code, { ...fields }),
    warn: (code, fields: LogFields = {}) => logger.warn(code, { ...fields }),
    error: (code, fields: LogFields = {}) => logger.error(code, { ...fields }),
    async stop() {
      await dispose();
      const late = new Promise((resolve) => setTimeout(resolve, LAST_LINES_MS));
      await Promise.race([written(), late]);
    },
  };
}

/** Standard error that drops lines when nobody reads it: a full pipe must not stop a call (P-12). */
function standardError() {
  let pendingBytes = 0;
  // One after the other: once the last is written all are.
  let last: Promise<unknown> = Promise.resolve();
  const stream = new WritableStream<Uint8Array>({
    write(chunk) {
      if (pendingBytes > 256 * 1024) return;
      pendingBytes += chunk.byteLength;
      last = Deno.stderr.write(chunk).catch(() => {})
        .finally(() => pendingBytes -= chunk.byteLength);
    },
  });
  return { stream, written: () => last };
}
