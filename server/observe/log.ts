// The port for logs: one line per fact, a code and a few fields. Never a caller's words, a key or a header's value.

export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

export interface Log {
  debug(code: string, fields?: LogFields): void;
  info(code: string, fields?: LogFields): void;
  warn(code: string, fields?: LogFields): void;
  error(code: string, fields?: LogFields): void;
}

export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
