// Sends over a connection that is pinned to a checked address, so that a name that changes its address between
// the check and the connection (DNS rebinding) leads nowhere. Deno's fetch cannot do that; its node:http and
// node:https ask the given `lookup` and nobody else, and still verify the certificate for the name.
import http from "node:http";
import https from "node:https";
import { isIPv6 } from "node:net";
import type { EgressAnswer } from "./egress.ts";
import { redirected, tooLarge, unreachable, type WireRequest } from "./wire.ts";

/** Answers before the answer (1xx). Each costs the thread that carries calls, and no size or time counts them. */
const MOST_INTERIM = 20;

export function pinnedSend(wire: WireRequest): Promise<EgressAnswer> {
  return new Promise((settle) => {
    let request: http.ClientRequest;
    const finish = (answer: EgressAnswer) => {
      wire.signal.removeEventListener("abort", give);
      settle(answer);
    };
    const give = () => {
      request.destroy();
      finish(unreachable(wire.url, wire.signal.reason));
    };
    try {
      request = open(wire);
    } catch (error) {
      return settle(unreachable(wire.url, error));
    }
    wire.signal.addEventListener("abort", give);
    request.on("error", (error) => finish(unreachable(wire.url, error)));
    request.on("socket", (socket) => {
      socket.once(wire.url.protocol === "https:" ? "secureConnect" : "connect", wire.onSent);
    });
    const refuse = (why: string) => {
      request.destroy();
      finish(unreachable(wire.url, Object.assign(new Error(why), { code: why })));
    };
    let interim = 0;
    request.on("information", () => {
      if (++interim > MOST_INTERIM) refuse("too_many_interim");
    });
    request.on("upgrade", () => refuse("not_http"));
    request.on("response", (response) => {
      wire.onSent();
      readAnswer(wire, response, (answer) => {
        request.destroy();
        finish(answer);
      });
    });
    request.end(wire.body);
  });
}

function open(wire: WireRequest): http.ClientRequest {
  const client = wire.url.protocol === "https:" ? https : http;
  const length = wire.body === undefined ? {} : {
    "content-length": String(new TextEncoder().encode(wire.body).length),
  };
  return client.request(wire.url, {
    method: wire.method,
    headers: { ...wire.headers, ...length, "accept-encoding": "identity" },
    // A connection of its own: a kept one would be as old as its check.
    agent: false,
    lookup: (_host, options, answer) => {
      const all = wire.addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
      const first = all[0]!;
      if (options.all) answer(null, all);
      else answer(null, first.address, first.family);
    },
  });
}

function readAnswer(
  wire: WireRequest,
  response: http.IncomingMessage,
  done: (answer: EgressAnswer) => void,
): void {
  const status = response.statusCode ?? 0;
  if (status >= 300 && status < 400) return done(redirected(wire.url, status));
  if (Number(response.headers["content-length"] ?? 0) > wire.maxBytes) {
    return done(tooLarge(wire.url, wire.maxBytes));
  }
  const decoder = new TextDecoder();
  let text = "";
  let receivedBytes = 0;
  response.on("data", (part: Uint8Array) => {
    receivedBytes += part.length;
    if (receivedBytes > wire.maxBytes) return done(tooLarge(wire.url, wire.maxBytes));
    text += decoder.decode(part, { stream: true });
  });
  response.on("error", (error) => done(unreachable(wire.url, error)));
  response.on("aborted", () => done(unreachable(wire.url, new Error("aborted"))));
  response.on("end", () => {
    if (!response.complete) return done(unreachable(wire.url, new Error("incomplete")));
    done({ ok: true, status, headers: readHeaders(response), text: text + decoder.decode() });
  });
}

function readHeaders(response: http.IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(response.headersDistinct)) {
    for (const value of values ?? []) {
      try {
        headers.append(name, value);
      } catch {
        // A header that the standard forbids is left out; nobody here asks for it.
      }
    }
  }
  return headers;
}
