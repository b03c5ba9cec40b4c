// What the ways in from Asterisk share: how a refusal is answered and logged, and the calls that are open.
import type { Clock } from "../../clock.ts";
import type { Log } from "../../observe/log.ts";
import type { Answer, Ending } from "../channel.ts";
import { sampledRefusals } from "../refusal_log.ts";
import { problem, type Refusal } from "./problem.ts";

export interface DoorOptions {
  /** Opens the HTTP paths; "": they are not there. */
  token: string;
  answer: Answer;
  /** Asked for each call before it is let in. */
  admission: () => "open" | "draining" | "full";
  clock: Clock;
  log: Log;
  onRefusal?(code: RefusalCode, by: RefusedAt["by"]): void;
}

/** Who was refused, and where: at AudioSocket's port, or at the paths of the main one. */
interface RefusedAt {
  from: string;
  by: "audiosocket" | "asterisk";
}

export interface OpenCall {
  end(ending: Ending): void;
}

export type RefusalCode =
  | "origin" // a browser
  | "not_found"
  | "method"
  | "auth_token"
  | "not_websocket"
  | "no_media_protocol"
  | "body"
  | "too_many_announced"
  | "address" // not on the list of those that may connect
  | "not_announced"
  | "draining"
  | "full"
  | `E_${string}`; // broke the protocol before it had said which call it is

export class Door {
  readonly options: DoorOptions;
  readonly calls = new Set<OpenCall>();
  /** For refusals that nobody can be answered. `detail` never holds a token or a caller's words. */
  readonly logRefusal: (code: RefusalCode, detail: string, at: RefusedAt) => void;

  constructor(options: DoorOptions) {
    this.options = options;
    const log = sampledRefusals<RefusalCode>("asterisk_refused", options);
    this.logRefusal = (code, detail, { from, by }) => {
      log(code, detail, from);
      options.onRefusal?.(code, by);
    };
  }

  refuse(code: RefusalCode, from: string, refusal: Refusal): Response {
    this.logRefusal(code, "", { from, by: "asterisk" });
    return problem(refusal);
  }

  notNow(code: "draining" | "full", from: string): Response {
    const detail = code === "full"
      ? "All lines are taken; send the caller elsewhere or try again."
      : "This server is being stopped; send the caller to another.";
    return this.refuse(code, from, { status: 503, detail, headers: { "retry-after": "2" } });
  }
}
