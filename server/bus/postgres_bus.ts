// The bus by LISTEN and NOTIFY of PostgreSQL: what there is on platforms that offer nothing but a database. A notice holds
// less than 8000 bytes, so several small messages share one and a large one goes in parts.
import { faultPlace } from "../guard.ts";
import type { Log } from "../observe/log.ts";
import { FAILED_ANSWER, goodAnswer, readAnswer } from "./answers.ts";
import { away, type Bus, BusError, hears, late, MESSAGE_BYTES, tooLarge } from "./bus.ts";
import { BusState } from "./bus_state.ts";
import { type Message, Parts, readParts, wireParts } from "./message_parts.ts";
import { NoticeQueue } from "./notice_queue.ts";
import { openSession, type Session } from "./postgres_session.ts";
import { pause, within } from "./wait.ts";

export interface PostgresBusOptions {
  /** Not of a pooler that shares connections between transactions: such a one hears nothing. */
  url: string;
  log: Log;
}

const CHANNEL = "hookline_bus";
/** What it says to itself goes the whole way, there and back: the proof that there is one. */
const ECHO_MS = 1000;
const SILENCE_MS = 3000;
const ECHO = "echo";
const AGAIN_MS = [100, 500, 1000, 2000] as const;
const FIRST_MS = 2500;
const CLOSE_MS = 500;

interface Waiting {
  resolve(data: Uint8Array): void;
  reject(error: BusError): void;
}

/** Soon, even where the database is away: it comes when it comes. */
export async function openPostgresBus({ url, log }: PostgresBusOptions): Promise<Bus> {
  const state = new BusState(log);
  const me = crypto.randomUUID().slice(0, 13);
  const ears = new Set<{ pattern: string; hear: (data: Uint8Array, subject: string) => void }>();
  const answers = new Map<string, (data: Uint8Array) => Promise<Uint8Array>>();
  const waiting = new Map<string, Waiting>();
  const parts = new Parts();
  const queue = new NoticeQueue();
  const closing = new AbortController();
  let session: Session | null = null;
  let sending: Promise<void> | null = null;
  let nextId = 1;

  function send(subject: string, data: Uint8Array, reply = ""): void {
    if (!session) return;
    queue.add(wireParts({ from: me, id: nextId++, subject, reply, data }));
    sending ??= flush(session).finally(() => sending = null);
  }

  /** One notice after the other, so that what one server says stays in order. */
  async function flush(through: Session): Promise<void> {
    while (!queue.isEmpty && session === through) {
      try {
        await through.notify(queue.take());
      } catch (error) {
        log.warn("bus_notice_failed", { at: faultPlace(error) });
      }
    }
  }

  const wanted = (subject: string) =>
    waiting.has(subject) || answers.has(subject) ||
    [...ears].some(({ pattern }) => hears(pattern, subject));

  function hear(notice: string): void {
    for (const part of readParts(notice)) {
      try {
        const message = wanted(part[4]) ? parts.take(part) : null;
        if (message) deliver(message);
      } catch (error) {
        log.error("bus_fault", { at: faultPlace(error) });
      }
    }
  }

  function deliver({ subject, reply, data }: Message): void {
    waiting.get(subject)?.resolve(data);
    for (const ear of [...ears]) if (hears(ear.pattern, subject)) ear.hear(data, subject);
    if (reply === "") return;
    answers.get(subject)?.(data).then(goodAnswer, () => FAILED_ANSWER)
      .then((answer) => send(reply, answer));
  }

  /** Opens a connection, watches over it until it is lost, and opens the next one. */
  async function run(): Promise<void> {
    for (let failed = 0; !closing.signal.aborted;) {
      const lost = new AbortController();
      try {
        session = await openSession({
          url,
          channel: CHANNEL,
          onNotice: hear,
          onLost: () => lost.abort(),
        });
        await watch(AbortSignal.any([lost.signal, closing.signal]), () => failed = 0);
      } catch (error) {
        state.missed(error);
      }
      const ended = session;
      session = null;
      queue.clear();
      state.set(false);
      await ended?.end();
      await pause(AGAIN_MS[Math.min(failed++, AGAIN_MS.length - 1)]!, closing.signal);
    }
  }

  /** Until it is lost or closed, or what is said does not come back. */
  async function watch(over: AbortSignal, onHeard: () => void): Promise<void> {
    let heardAtMs = performance.now();
    let lookedAtMs = heardAtMs;
    const stop = added(`${ECHO}.${me}`, () => {
      heardAtMs = performance.now();
      onHeard();
      state.set(true);
    });
    while (!over.aborted) {
      const nowMs = performance.now();
      // A process that was held up has not read what came meanwhile.
      if (nowMs - lookedAtMs > ECHO_MS * 2) heardAtMs = nowMs;
      lookedAtMs = nowMs;
      if (nowMs - heardAtMs >= SILENCE_MS) break;
      send(`${ECHO}.${me}`, NOTHING);
      await pause(ECHO_MS, over);
    }
    stop();
  }

  function added(pattern: string, hear: (data: Uint8Array, subject: string) => void): () => void {
    const ear = { pattern, hear };
    ears.add(ear);
    return () => ears.delete(ear);
  }

  const running = run();
  await within(FIRST_MS, state.first);

  return {
    get connected() {
      return state.connected;
    },
    onChange: (listener) => state.onChange(listener),

    publish(subject, data) {
      if (state.connected && data.byteLength <= MESSAGE_BYTES) send(subject, data);
    },
    subscribe: added,

    async request(subject, data, withinMs) {
      if (data.byteLength > MESSAGE_BYTES) throw tooLarge(data.byteLength);
      if (!state.connected) throw away();
      const reply = `reply.${me}.${nextId}`;
      const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
      waiting.set(reply, { resolve, reject });
      const timer = setTimeout(() => reject(late(subject, withinMs)), withinMs);
      send(subject, data, reply);
      try {
        return readAnswer(subject, await promise);
      } finally {
        clearTimeout(timer);
        waiting.delete(reply);
      }
    },

    respond(subject, answer) {
      answers.set(subject, answer);
      return () => {
        if (answers.get(subject) === answer) answers.delete(subject);
      };
    },

    async close() {
      // What was said last is still to go out; a database that hangs must not be waited for.
      if (sending) await within(CLOSE_MS, sending);
      state.close();
      closing.abort();
      for (const { reject } of waiting.values()) {
        reject(new BusError("late", "The bus has been closed"));
      }
      await within(CLOSE_MS, running);
    },
  };
}

const NOTHING = new Uint8Array();
