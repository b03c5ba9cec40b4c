// The ways in from Asterisk together: AudioSocket over TCP, its announcements by HTTP, and chan_websocket.
import { faultPlace } from "../../guard.ts";
import { announce } from "./announce_route.ts";
import { type AnnouncedElsewhere, Announcements } from "./announcements.ts";
import { AudioSocketChannel } from "./audiosocket_channel.ts";
import { Door, type DoorOptions } from "./door.ts";
import { type CallFacts, factsOf } from "./invitation.ts";
import { MEDIA_PATH, takeMedia } from "./media_route.ts";
import { problem } from "./problem.ts";
import type { Invited } from "./session.ts";
import { TcpWire } from "./tcp_wire.ts";

export interface AsteriskOptions extends DoorOptions {
  /** Addresses that may connect by TCP; empty: any. */
  allow: readonly string[];
  /** By TCP only calls that were announced are taken. */
  announcedOnly: boolean;
  /** Other instances of the server; absent: there are none. */
  elsewhere?: AnnouncedElsewhere | undefined;
}

export interface Asterisk {
  /**
   * POST /asterisk/calls announces a call of AudioSocket: 202. GET /asterisk/media[/token] is chan_websocket: 101 with
   * a call behind it. Else a refusal (RFC 9457). Never rejects.
   */
  handle(request: Request, remoteAddress: string): Promise<Response>;
  /** One connection of AudioSocket, until it is closed. Never rejects. */
  serve(connection: Deno.TcpConn): Promise<void>;
  /** What another instance tells by `elsewhere`. */
  announced(uuid: string, facts: CallFacts): void;
  announcementTaken(uuid: string): void;
  /** Connections that are open, those that have not said which call they are among them. */
  readonly open: number;
  /** Those of AudioSocket among them. */
  readonly openByTcp: number;
  /** Says goodbye on every one, as an error. */
  closeAll(code: string): void;
}

const CALLS_PATH = "/asterisk/calls";
/** What calls of AudioSocket were dialled at, for routes. */
const AUDIOSOCKET = "/audiosocket";
/**
 * TCP connections that have not said which call they are. Asterisk says so at once: of too many the eldest has to go,
 * so that strangers who say nothing fill the house for nobody.
 */
const MAX_WAITING = 100;
const READ_BYTES = 8_192;

export function createAsterisk(options: AsteriskOptions): Asterisk {
  const { token, clock, log } = options;
  const door = new Door(options);
  const announcements = new Announcements(clock, options.elsewhere);
  const allowed = new Set(options.allow.map(plainAddress));
  const connected = new Set<AudioSocketChannel>();

  function invite(uuid: string, from: string): Invited {
    const announced = announcements.take(uuid);
    const floor = options.admission();
    const code = floor !== "open"
      ? floor
      : !announced && options.announcedOnly
      ? "not_announced"
      : null;
    if (code) {
      door.logRefusal(code, "", { from, by: "audiosocket" });
      return { refused: code };
    }
    const { caller, called, language, variables } = announced ?? factsOf([]);
    return {
      callId: crypto.randomUUID(),
      protocol: "audiosocket",
      caller,
      called,
      conversationId: uuid,
      organizationId: "",
      address: AUDIOSOCKET,
      language,
      variables,
      origin: "phone",
    };
  }

  function mayConnect(address: string): boolean {
    return allowed.size === 0 || allowed.has(plainAddress(address));
  }

  function makeRoom(): void {
    const waiting = [...connected].filter((channel) => channel.waiting);
    if (waiting.length >= MAX_WAITING) waiting[0]!.giveWay();
  }

  function channelOf(wire: TcpWire, from: string): AudioSocketChannel {
    const channel: AudioSocketChannel = new AudioSocketChannel({
      wire,
      clock,
      log,
      answer: options.answer,
      invite: (uuid) => invite(uuid, from),
      onStranger: (code, detail) =>
        door.logRefusal(code as `E_${string}`, detail, { from, by: "audiosocket" }),
      onForgotten() {
        connected.delete(channel);
        door.calls.delete(channel);
      },
    });
    connected.add(channel);
    door.calls.add(channel);
    log.debug("asterisk_connected", { from, protocol: "audiosocket" });
    return channel;
  }

  return {
    async serve(connection) {
      const wire = new TcpWire(connection, clock);
      try {
        const { hostname } = connection.remoteAddr;
        if (!mayConnect(hostname)) {
          return door.logRefusal("address", "", { from: hostname, by: "audiosocket" });
        }
        makeRoom();
        connection.setNoDelay(true);
        await readAll(connection, channelOf(wire, hostname));
      } catch (error) {
        const place = faultPlace(error);
        log.error("asterisk_fault", { call: "", protocol: "audiosocket", place });
      } finally {
        wire.close();
      }
    },
    async handle(request, remoteAddress) {
      try {
        const url = new URL(request.url);
        if (token !== "" && request.headers.has("origin")) {
          const detail = "Browsers have no business here.";
          return door.refuse("origin", remoteAddress, { status: 403, detail });
        }
        const at = { door, announcements, url, from: remoteAddress };
        if (token !== "" && url.pathname === CALLS_PATH) return await announce(request, at);
        if (token !== "" && `${url.pathname}/`.startsWith(`${MEDIA_PATH}/`)) {
          return takeMedia(request, at);
        }
        const detail = "There is nothing at this address.";
        return door.refuse("not_found", remoteAddress, { status: 404, detail });
      } catch (error) {
        log.error("asterisk_fault", { call: "", protocol: "", place: faultPlace(error) });
        return problem({ status: 500, detail: "A fault of the server's own." });
      }
    },
    announced: (uuid, facts) => void announcements.add(uuid, facts),
    announcementTaken: (uuid) => announcements.forget(uuid),
    get open() {
      return door.calls.size;
    },
    get openByTcp() {
      return connected.size;
    },
    closeAll(code) {
      for (const call of [...door.calls]) call.end({ outcome: "error", code, outputs: {} });
    },
  };
}

/** Reads until the peer has closed, is lost, or the channel has closed the connection. */
async function readAll(connection: Deno.TcpConn, channel: AudioSocketChannel): Promise<void> {
  const buffer = new Uint8Array(READ_BYTES);
  for (;;) {
    let count: number | null;
    try {
      count = await connection.read(buffer);
    } catch {
      return channel.broken();
    }
    if (count === null) return channel.finished();
    channel.read(buffer.subarray(0, count));
  }
}

/** An IPv4 peer of a socket that listens on IPv6 looks like one of IPv6. */
function plainAddress(address: string): string {
  return address.trim().toLowerCase().replace(/^::ffff:(?=\d+\.)/, "");
}
