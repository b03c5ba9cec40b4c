// Test side: the route on a real port of this machine, with a manual clock and listeners that write down.
import { ManualClock } from "../../../clock.ts";
import type { Answer, Channel, Invitation } from "../../channel.ts";
import type { RefusalCode } from "../admit.ts";
import { type Avr, type AvrOptions, createAvr } from "../route.ts";
import { FakeAmi } from "./fake_ami.ts";
import { Awaited } from "../../testing/awaited.ts";
import { RecordingListener, recordingLog } from "../../testing/recording_listener.ts";

export interface AnsweredCall {
  invitation: Invitation;
  channel: Channel;
  listener: RecordingListener;
}

export class AvrServer implements AsyncDisposable {
  readonly #awaited = new Awaited();
  clock = new ManualClock();
  log = recordingLog(this.#awaited.lookSoon);
  ami = new FakeAmi();
  calls: AnsweredCall[] = [];
  refusals: RefusalCode[] = [];
  floor: "open" | "draining" | "full" = "open";
  /** Why calls are refused by our side; null: they are not. */
  refuses: string | null = null;
  avr: Avr;
  port: number;
  #server: Deno.HttpServer<Deno.NetAddr>;

  constructor(options: Partial<AvrOptions> = {}) {
    const answer: Answer = (invitation, channel) => {
      if (this.refuses !== null) return { refused: this.refuses };
      const listener = new RecordingListener();
      listener.onTold = this.#awaited.lookSoon;
      this.calls.push({ invitation, channel, listener });
      this.#awaited.lookSoon();
      return listener;
    };
    this.avr = createAvr({
      token: "",
      post: this.ami.post,
      transferExtension: "2001",
      transferContext: "demo",
      answer,
      admission: () => this.floor,
      clock: this.clock,
      log: this.log,
      onRefusal: (code) => this.refusals.push(code),
      ...options,
    });
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      (request, info) => this.avr.handle(request, info.remoteAddr.hostname),
    );
    this.port = this.#server.addr.port;
  }

  /** Waits for a fact about what listeners were told or what was logged. */
  told(test: () => boolean): Promise<void> {
    return this.#awaited.until(test);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}
