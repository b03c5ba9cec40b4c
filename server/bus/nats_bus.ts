// The bus by NATS. Loaded only where NATS_URL is set.
import { connect, errors, type Msg, type NatsConnection } from "@nats-io/transport-node";
import { faultPlace } from "../guard.ts";
import type { Log } from "../observe/log.ts";
import { FAILED_ANSWER, goodAnswer, readAnswer } from "./answers.ts";
import { away, type Bus, BusError, type BusFault, MESSAGE_BYTES, tooLarge } from "./bus.ts";
import { BusState } from "./bus_state.ts";
import { natsAddress } from "./nats_address.ts";
import { pause, within } from "./wait.ts";

export interface NatsBusOptions {
  /** As natsAddress reads it. */
  url: string;
  /** Whose bus it is: several fleets may use the same NATS. One word of letters and digits. */
  fleet: string;
  log: Log;
}

/** A server that hangs is noticed with the third one. */
const PING_MS = 1000;
const PINGS_OUT = 2;
const CONNECT_MS = 2000;
const RECONNECT_MS = 500;
/** A start waits so long for the bus; a server answers calls without one, too. */
const FIRST_MS = 2500;
const CLOSE_MS = 500;

const HOW = {
  name: "hookline",
  timeout: CONNECT_MS,
  maxReconnectAttempts: -1,
  reconnectTimeWait: RECONNECT_MS,
  // A password that is being changed must not end it for good.
  ignoreAuthErrorAbort: true,
  pingInterval: PING_MS,
  maxPingOut: PINGS_OUT,
};

interface Ear {
  subject: string;
  take(message: Msg): void;
  stop(): void;
}

/** Soon, even where NATS is away: it comes when it comes. */
export async function openNatsBus({ url, fleet, log }: NatsBusOptions): Promise<Bus> {
  const prefix = `hookline.${fleet}.`;
  const state = new BusState(log);
  const ears = new Set<Ear>();
  const closing = new AbortController();
  let connection: NatsConnection | null = null;

  function listen(ear: Ear): void {
    const subscription = connection?.subscribe(prefix + ear.subject, {
      callback(error, message) {
        // What is thrown here would take the client's reader with it.
        try {
          if (error) log.error("bus_refused", { why: error.name });
          else ear.take(message);
        } catch (error) {
          log.error("bus_fault", { at: faultPlace(error) });
        }
      },
    });
    ear.stop = () => connection?.isClosed() || subscription?.unsubscribe();
  }

  function added(subject: string, take: Ear["take"]): () => void {
    const ear: Ear = { subject, take, stop() {} };
    ears.add(ear);
    if (connection && !connection.isClosed()) listen(ear);
    return () => {
      ears.delete(ear);
      ear.stop();
    };
  }

  /** Once there is a connection the client opens the next one when it is lost; here it is done until there is one. */
  async function run(): Promise<void> {
    for (let tries = 1; !closing.signal.aborted; tries++) {
      try {
        await live(await connect({ ...natsAddress(url), ...HOW }));
      } catch (error) {
        state.missed(error);
      }
      connection = null;
      state.set(false);
      await pause(RECONNECT_MS * Math.min(tries, 4), closing.signal);
    }
  }

  /** Until it is closed for good. */
  async function live(opened: NatsConnection): Promise<void> {
    if (closing.signal.aborted) return await opened.close();
    connection = opened;
    for (const ear of ears) listen(ear);
    state.set(true);
    for await (const { type } of opened.status()) {
      if (type === "disconnect" || type === "staleConnection") state.set(false);
      if (type === "reconnect") state.set(true);
    }
  }

  const running = run();
  await within(FIRST_MS, state.first);
  const there = () => state.connected && connection && !connection.isClosed() ? connection : null;

  return {
    get connected() {
      return state.connected;
    },
    onChange: (listener) => state.onChange(listener),

    publish(subject, data) {
      // The client would keep what is published while it is away, without a bound.
      if (data.byteLength <= MESSAGE_BYTES) there()?.publish(prefix + subject, data);
    },

    subscribe: (pattern, hear) =>
      added(pattern, ({ data, subject }) => hear(plain(data), subject.slice(prefix.length))),

    async request(subject, data, withinMs) {
      if (data.byteLength > MESSAGE_BYTES) throw tooLarge(data.byteLength);
      const asked = there();
      if (!asked) throw away();
      const answer = await asked.request(prefix + subject, data, { timeout: withinMs })
        .catch((error: Error) => {
          throw new BusError(faultOf(error), `"${subject}" was not answered: ${error.message}`);
        });
      return readAnswer(subject, plain(answer.data));
    },

    respond: (subject, answer) =>
      added(subject, (message) => {
        const respond = (data: Uint8Array) => {
          if (there()) message.respond(data);
        };
        answer(plain(message.data)).then(goodAnswer, () => FAILED_ANSWER).then(respond).catch((
          error,
        ) => log.error("bus_fault", { at: faultPlace(error) }));
      }),

    async close() {
      closing.abort();
      const open = connection;
      const isThere = state.connected;
      state.close();
      if (open && !open.isClosed()) {
        // What was said last is still to go out; a server that hangs must not be waited for.
        if (isThere) await within(CLOSE_MS, open.flush());
        await within(CLOSE_MS, open.close());
      }
      await within(CLOSE_MS, running);
    },
  };
}

function faultOf(error: Error): BusFault {
  const nobody = error instanceof errors.NoRespondersError ||
    (error instanceof errors.RequestError && error.isNoResponders());
  // It was on its way when whatever happened happened.
  return nobody ? "nobody" : "late";
}

/** The client hands out Buffers, whose `slice` is no copy. */
function plain({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
