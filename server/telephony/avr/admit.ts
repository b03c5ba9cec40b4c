// Which requests become calls of Agent Voice Response. The protocol has no credentials: without a token the door is
// for this machine and its private network only. Pure; nothing of what it gives back holds the token.
import ipaddr from "ipaddr.js";
import { type Dialled, readDialled } from "./dialled.ts";

export type RefusalCode =
  | "origin"
  | "auth_missing"
  | "auth_token"
  | "path"
  | "method"
  | "media_type"
  | "not_websocket"
  | "draining"
  | "full";

export interface Admitted {
  by: "socket" | "stream";
  dialled: Dialled;
  /** The core's name for the call, as given; over WebSocket it comes with `init`. */
  coreId: string;
  origin: "phone" | "test";
}

export type Admission = { ok: true; facts: Admitted } | {
  ok: false;
  code: RefusalCode;
  detail: string;
};

const STREAM_PATH = /\/speech-to-speech-stream\/?$/;
const STREAM_TYPES = ["", "audio/x-raw", "application/octet-stream"];
const TEST_AGENT = "Hookline-Simulator";
/** Signs of a proxy: the address of the socket is not the caller's then. */
const FORWARDING = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];

export function admit(
  request: Request,
  { remoteAddress, token }: { remoteAddress: string; token: string },
): Admission {
  const { headers } = request;
  // Only browsers send it, and no page has any business here.
  if (headers.has("origin")) return refuse("origin");
  const dialled = readDialled(request.url, token);
  if (!dialled.admitted) return refuse("auth_token", "the token is missing or wrong");
  if (token === "") {
    if (FORWARDING.some((name) => headers.has(name))) {
      return refuse("auth_missing", "through a proxy only with AVR_TOKEN");
    }
    if (!isNear(remoteAddress)) {
      return refuse("auth_missing", "from outside the private network only with AVR_TOKEN");
    }
  }
  const origin = headers.get("user-agent")?.startsWith(TEST_AGENT) ? "test" : "phone";
  if (STREAM_PATH.test(dialled.path)) {
    if (request.method !== "POST") return refuse("method", request.method);
    const type = (headers.get("content-type") ?? "").split(";")[0]!.trim().toLowerCase();
    if (!STREAM_TYPES.includes(type)) return refuse("media_type", type.slice(0, 80));
    const coreId = headers.get("x-uuid") ?? "";
    return { ok: true, facts: { by: "stream", dialled, coreId, origin } };
  }
  if (request.method === "POST") return refuse("path", "POST is for /speech-to-speech-stream");
  if (request.method !== "GET") return refuse("method", request.method);
  if (headers.get("upgrade")?.toLowerCase() !== "websocket") return refuse("not_websocket");
  return { ok: true, facts: { by: "socket", dialled, coreId: "", origin } };
}

/** This machine, or an address that no router passes on to the world. */
function isNear(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const range = ipaddr.process(address).range();
  return ["loopback", "private", "uniqueLocal", "linkLocal"].includes(range);
}

function refuse(code: RefusalCode, detail = ""): Admission {
  return { ok: false, code, detail };
}
