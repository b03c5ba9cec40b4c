// Test side: the ways in on real ports of this machine, with a manual clock and listeners that write down.
import { type Cancel, ManualClock } from "../../../clock.ts";
import type { Channel, Invitation } from "../../channel.ts";
import { type Asterisk, type AsteriskOptions, createAsterisk } from "../route.ts";
import { Awaited } from "../../testing/awaited.ts";
import { RecordingListener, recordingLog } from "../../testing/recording_listener.ts";

export const TOKEN = "canary-token-7";

export interface AnsweredCall {
  invitation: Invitation;
  channel: Channel;
  listener: RecordingListener;
}

/** Tells when a timer is set. */
class WatchedClock extends ManualClock {
  #onTimer: () => void;
  constructor(onTimer: () => void) {
    super();
    this.#onTimer = onTimer;
  }
  override after(ms: number, fn: () => void): Cancel {
    this.#onTimer();
    return super.after(ms, fn);
  }
}

export class AsteriskServer implements AsyncDisposable {
  readonly #awaited = new Awaited();
  clock = new WatchedClock(this.#awaited.lookSoon);
  log = recordingLog(this.#awaited.lookSoon);
  calls: AnsweredCall[] = [];
  floor: "open" | "draining" | "full" = "open";
  asterisk: Asterisk;
  tcpPort: number;
  httpPort: number;
  /** Connections whose `serve` has not returned. */
  serving = 0;
  #http: Deno.HttpServer<Deno.NetAddr>;
  #tcp: Deno.TcpListener;
  #accepting: Promise<void>;

  constructor(options: Partial<AsteriskOptions> = {}) {
    this.asterisk = createAsterisk({
      token: TOKEN,
      allow: [],
      announcedOnly: false,
      answer: (invitation, channel) => {
        const listener = new RecordingListener();
        listener.onTold = this.#awaited.lookSoon;
        this.calls.push({ invitation, channel, listener });
        return listener;
      },
      admission: () => this.floor,
      clock: this.clock,
      log: this.log,
      ...options,
    });
    this.#http = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      (request, info) => this.asterisk.handle(request, info.remoteAddr.hostname),
    );
    this.httpPort = this.#http.addr.port;
    this.#tcp = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    this.tcpPort = this.#tcp.addr.port;
    this.#accepting = this.#accept();
  }

  /** Waits for a fact about what listeners were told or what was logged. */
  until(test: () => boolean): Promise<void> {
    return this.#awaited.until(test);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#tcp.close();
    await this.#accepting;
    await this.#http.shutdown();
  }

  async #accept(): Promise<void> {
    const served: Promise<void>[] = [];
    for await (const connection of this.#tcp) {
      this.serving++;
      served.push(
        this.asterisk.serve(connection).finally(() => {
          this.serving--;
          this.#awaited.look();
        }),
      );
    }
    await Promise.all(served);
  }
}
