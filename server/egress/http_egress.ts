// The rules by which this server asks other machines: which addresses, how long, how much. How a request travels
// is in pinned_send.ts; what is asked and why is not known here.
import { lookup } from "node:dns/promises";
import { type Clock, systemClock } from "../clock.ts";
import { addressKind } from "./address_kind.ts";
import type { Egress, EgressAnswer } from "./egress.ts";
import { fetchSend } from "./fetch_send.ts";
import { pinnedSend } from "./pinned_send.ts";
import type { Send } from "./wire.ts";

export interface EgressOptions {
  /** Lets requests reach this machine and the networks around it. Link-local addresses are refused all the same. */
  allowPrivate: boolean;
  /** "crm.example.com", with any port; "crm.example.com:8443"; "*.example.com". Empty: any host. */
  allowedHosts: readonly string[];
  /** All addresses of a name, IPv4 and IPv6. Rejects where there is none. */
  resolve?: (host: string) => Promise<readonly string[]>;
  /** Sends by this instead of over a pinned connection, where sockets are not to be had. */
  fetch?: typeof fetch;
  clock?: Clock;
}

type Refusal = Extract<EgressAnswer, { ok: false }>;

/** Headers that belong to the connection, and the one that names the host: nobody sets them from outside. */
const OWN_HEADERS = new Set([
  "accept-encoding",
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** An egress with these rules (controls of reliability-security § 3.7). */
export function createEgress(options: EgressOptions): Egress {
  const { clock = systemClock, resolve = resolveAll } = options;
  const send: Send = options.fetch === undefined ? pinnedSend : fetchSend(options.fetch);
  return async (request) => {
    const url = readUrl(request.url, options.allowedHosts);
    if ("code" in url) return url;
    const stop = new AbortController();
    let sent = false;
    const marked = (refusal: Refusal): Refusal => sent ? { ...refusal, sent: true } : refusal;
    const stopped = Promise.withResolvers<EgressAnswer>();
    const give = (code: "timeout" | "aborted", detail: string) => {
      stopped.resolve(marked({ ok: false, code, detail }));
      stop.abort();
    };
    const onAbort = () => give("aborted", `the request to ${url.host} was called off`);
    if (request.signal?.aborted) {
      onAbort();
      return stopped.promise;
    }
    request.signal?.addEventListener("abort", onAbort);
    const cancel = clock.after(
      request.timeoutMs,
      () => give("timeout", `no whole answer from ${url.host} within ${request.timeoutMs} ms`),
    );
    const exchange = async (): Promise<EgressAnswer> => {
      const addresses = await checkedAddresses(url, {
        resolve,
        allowPrivate: options.allowPrivate,
      });
      if ("code" in addresses) return addresses;
      if (stop.signal.aborted) return stopped.promise;
      const answer = await send({
        url,
        method: request.method ?? "GET",
        headers: ownHeaders(request.headers),
        body: request.body,
        addresses,
        maxBytes: request.maxBytes,
        signal: stop.signal,
        onSent: () => sent = true,
      });
      return answer.ok ? answer : marked(answer);
    };
    try {
      return await Promise.race([stopped.promise, exchange()]);
    } finally {
      cancel();
      request.signal?.removeEventListener("abort", onAbort);
    }
  };
}

function readUrl(text: string, allowedHosts: readonly string[]): URL | Refusal {
  const refuse = (detail: string): Refusal => ({ ok: false, code: "bad_url", detail });
  const url = URL.parse(text);
  if (url === null) return refuse("the address is not a URL: begin it with https://");
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    return refuse(`the address begins with ${url.protocol}//: only https:// and http:// are asked`);
  }
  if (url.username !== "" || url.password !== "") {
    return refuse(`the address of ${url.host} holds a user name or password: use a header`);
  }
  if (allowedHosts.length > 0 && !allowedHosts.some((allowed) => isAllowed(url, allowed))) {
    return refuse(`the host ${url.host} is not on the list of allowed hosts`);
  }
  return url;
}

function isAllowed(url: URL, entry: string): boolean {
  const allowed = entry.trim().toLowerCase();
  const host = url.hostname.replace(/\.$/, "");
  if (allowed.startsWith("*.")) return host.endsWith(allowed.slice(1));
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  return allowed === host || allowed === `${host}:${port}`;
}

async function checkedAddresses(
  url: URL,
  { resolve, allowPrivate }: {
    resolve: (host: string) => Promise<readonly string[]>;
    allowPrivate: boolean;
  },
): Promise<readonly string[] | Refusal> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  let addresses: readonly string[];
  try {
    addresses = isLiteral(host) ? [host] : await resolve(host);
  } catch {
    addresses = [];
  }
  if (addresses.length === 0) {
    return { ok: false, code: "dns", detail: `the name ${host} has no address` };
  }
  // One bad address spoils the name: which one a connection would take is not ours to choose.
  const refused = addresses.map(addressKind).some((kind) =>
    kind === "never" || (kind === "private" && !allowPrivate)
  );
  if (!refused) return addresses;
  const detail = `${host} leads to a private or reserved address, and those are not asked`;
  return { ok: false, code: "private_address", detail };
}

function isLiteral(host: string): boolean {
  return host.includes(":") || /^\d+\.\d+\.\d+\.\d+$/.test(host);
}

/** As the system resolves names, its hosts file included. */
async function resolveAll(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address);
}

function ownHeaders(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !OWN_HEADERS.has(name.toLowerCase())),
  );
}
