// Changes of instructions and tools in the middle of a session, from the request to its echo. An update that is
// refused is lost whole, so one with remote servers is tried once more without them. Knows no socket.
import { errorWords } from "./failure.ts";
import { changeOf } from "./settings.ts";
import type { SessionSettings } from "./upstream.ts";
import type { WireError } from "./wire.ts";

export type Change = Pick<SessionSettings, "instructions" | "tools" | "mcp">;

const ECHO_MS = 3_000;
const PREFIX = "chg-";

export interface ReconfiguringPorts {
  send: (eventId: string, session: Record<string, unknown>) => void;
  note: (code: string, detail: string) => void;
  now: () => number;
}

export class Reconfiguring {
  #ports: ReconfiguringPorts;
  /** Oldest first, as the server answers them. */
  #pending: { eventId: string; change: Change; dueMs: number }[] = [];
  #number = 0;

  constructor(ports: ReconfiguringPorts) {
    this.#ports = ports;
  }

  get dueMs(): number | null {
    return this.#pending[0]?.dueMs ?? null;
  }

  change(change: Change): void {
    const eventId = `${PREFIX}${++this.#number}`;
    this.#pending.push({ eventId, change, dueMs: this.#ports.now() + ECHO_MS });
    this.#ports.send(eventId, changeOf(change));
  }

  /** `session.updated`. */
  echoed(): void {
    this.#pending.shift();
  }

  /** Whether the error is the answer to a change. */
  refused(error: WireError): boolean {
    const at = error.event_id
      ? this.#pending.findIndex(({ eventId }) => eventId === error.event_id)
      : error.param?.startsWith("session.")
      ? 0
      : -1;
    const [refused] = at < 0 ? [] : this.#pending.splice(at, 1);
    if (!refused) return error.event_id?.startsWith(PREFIX) ?? false;
    const words = errorWords(error);
    if (refused.change.mcp.length === 0) {
      this.#ports.note("reconfigure_refused", `The model refused the new settings: ${words}`);
      return true;
    }
    const detail = `The model refused the new settings (${words}); trying without remote tools`;
    this.#ports.note("config_refused", detail);
    this.change({ ...refused.change, mcp: [] });
    return true;
  }

  tick(): void {
    const nowMs = this.#ports.now();
    const overdue = this.#pending.filter(({ dueMs }) => dueMs <= nowMs);
    if (overdue.length === 0) return;
    this.#pending = this.#pending.filter((one) => !overdue.includes(one));
    const detail = "The model's server did not confirm the new settings in time";
    this.#ports.note("reconfigure_unconfirmed", detail);
  }
}
