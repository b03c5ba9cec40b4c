// /asterisk/media: chan_websocket dials in. Admits, upgrades, and says who calls.
import { faultPlace } from "../../guard.ts";
import type { Invitation } from "../channel.ts";
import { attach, detach, portOf } from "../socket_port.ts";
import type { Door } from "./door.ts";
import { factsOf, safeId } from "./invitation.ts";
import { MediaChannel } from "./media_channel.ts";
import type { ControlEvent } from "./media_control.ts";
import { hasBearer, isToken } from "./token.ts";

export const MEDIA_PATH = "/asterisk/media";
const MEDIA_PROTOCOL = "media";
/** Variables that Asterisk itself sets on such a channel; those of the dialplan are the dialplan's. */
const ASTERISK_OWN = /^(MEDIA_WEBSOCKET_|DIALED|DIALSTATUS$)/;
const TEST_AGENT = "Hookline-Simulator";
/** Deno pings after half of it and ends the connection after all of it. */
const IDLE_TIMEOUT_S = 20;

interface Dialled {
  door: Door;
  url: URL;
  from: string;
}

/** 101 with a call behind it, or a refusal. */
export function takeMedia(request: Request, at: Dialled): Response {
  const { door, url, from } = at;
  const { token, admission } = door.options;
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
    const detail = "This is for Asterisk's chan_websocket; connect by WebSocket.";
    const headers = { upgrade: "websocket" };
    return door.refuse("not_websocket", from, { status: 426, detail, headers });
  }
  if (!isToken(lastPart(url), token) && !hasBearer(request, token)) {
    const detail = `No valid token; dial ${MEDIA_PATH}/<ASTERISK_TOKEN> or send it as bearer.`;
    return door.refuse("auth_token", from, { status: 401, detail });
  }
  const offered = request.headers.get("sec-websocket-protocol") ?? "";
  if (!offered.split(",").some((name) => name.trim() === MEDIA_PROTOCOL)) {
    const detail = 'No sub-protocol "media" was offered; set protocols = media in the client.';
    return door.refuse("no_media_protocol", from, { status: 400, detail });
  }
  const floor = admission();
  return floor === "open" ? upgrade(request, at) : door.notNow(floor, from);
}

/** From the upgrade to the returned response nothing may wait or throw: Deno would stop listening. */
function upgrade(request: Request, { door, url, from }: Dialled): Response {
  const { answer, clock, log } = door.options;
  let upgraded: Deno.WebSocketUpgrade;
  try {
    upgraded = Deno.upgradeWebSocket(request, {
      protocol: MEDIA_PROTOCOL,
      idleTimeout: IDLE_TIMEOUT_S,
    });
  } catch {
    const detail = "The WebSocket handshake is incomplete.";
    return door.refuse("not_websocket", from, { status: 400, detail });
  }
  const { socket, response } = upgraded;
  const isTest = request.headers.get("user-agent")?.startsWith(TEST_AGENT) ?? false;
  try {
    const channel: MediaChannel = new MediaChannel({
      socket: portOf(socket),
      clock,
      log,
      answer,
      invite: (start) => invitationOf(start, { door, url, isTest }),
      onStranger: (code, detail) =>
        door.logRefusal(code as `E_${string}`, detail, { from, by: "asterisk" }),
      onForgotten() {
        door.calls.delete(channel);
        detach(socket);
      },
    });
    door.calls.add(channel);
    attach(socket, {
      text: (data) => channel.read(data),
      binary: (data) => channel.hear(data),
      closed: (code) => channel.socketClosed(code),
      fault: (error) => channel.fault(error),
    });
    log.debug("asterisk_connected", { from, protocol: "asterisk-ws" });
  } catch (error) {
    log.error("asterisk_fault", { call: "", protocol: "asterisk-ws", place: faultPlace(error) });
  }
  return response;
}

/** The pairs of the query come from the dialplan's v(); those of the channel's variables do not override them. */
function invitationOf(
  start: ControlEvent,
  at: { door: Door; url: URL; isTest: boolean },
): Invitation {
  const { channel_id = "", connection_id = "" } = start.fields;
  const query = [...at.url.searchParams];
  const asked = new Set(query.map(([name]) => name));
  const told = Object.entries(start.variables)
    .filter(([name]) => !asked.has(name) && !ASTERISK_OWN.test(name));
  const { caller, called, language, variables } = factsOf([...query, ...told]);
  return {
    callId: crypto.randomUUID(),
    protocol: "asterisk-ws",
    caller,
    called,
    conversationId: safeId(channel_id === "" ? connection_id : channel_id),
    organizationId: "",
    address: `${MEDIA_PATH}${at.url.search}`,
    language,
    variables,
    origin: at.isTest ? "test" : "phone",
  };
}

/** Of /asterisk/media/<token>: the token; a path that cannot be decoded has none. */
function lastPart(url: URL): string {
  try {
    return decodeURIComponent(url.pathname.slice(MEDIA_PATH.length + 1));
  } catch {
    return "";
  }
}
