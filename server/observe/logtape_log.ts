// The log as JSON lines on standard error, by LogTape. Set up once, by main.
import {
  configure,
  dispose,
  getJsonLinesFormatter,
  getLogger,
  getStreamSink,
} from "@logtape/logtape";
import type { Log, LogFields } from "./log.ts";

/** A log that writes one JSON object a line; `dispose` flushes it. */
export async function startLog(
  options: { debug: boolean },
): Promise<Log & { stop(): Promise<void> }> {
  await configure({
    reset: true,
    sinks: {
      stderr: getStreamSink(writable(), {
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
    stop: () => dispose(),
  };
}

/** Standard error that drops lines when nobody reads it: a full pipe must not stop a call (P-12). */
function writable(): WritableStream<Uint8Array> {
  let pendingBytes = 0;
  return new WritableStream({
    write(chunk) {
      if (pendingBytes > 256 * 1024) return;
      pendingBytes += chunk.byteLength;
      Deno.stderr.write(chunk).catch(() => {}).finally(() => pendingBytes -= chunk.byteLength);
    },
  });
}
