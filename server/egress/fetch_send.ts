// Sends by `fetch`, for places that allow no sockets of one's own (Deno Deploy). The addresses are checked before,
// but `fetch` looks the name up once more by itself: the allow-list and the platform's network are the wall there.
import type { EgressAnswer } from "./egress.ts";
import { redirected, type Send, tooLarge, unreachable } from "./wire.ts";

export function fetchSend(fetchIt: typeof fetch): Send {
  return async (wire) => {
    try {
      // What happens inside is not told: from here on the request may have arrived.
      wire.onSent();
      const response = await fetchIt(wire.url, {
        method: wire.method,
        headers: { ...wire.headers, "accept-encoding": "identity" },
        ...(wire.body === undefined ? {} : { body: wire.body }),
        redirect: "manual",
        signal: wire.signal,
      });
      return await readResponse(response, wire);
    } catch (error) {
      return unreachable(wire.url, error);
    }
  };
}

async function readResponse(
  response: Response,
  { url, maxBytes }: { url: URL; maxBytes: number },
): Promise<EgressAnswer> {
  const { status, headers, body } = response;
  if (status >= 300 && status < 400) {
    await body?.cancel();
    return redirected(url, status);
  }
  if (Number(headers.get("content-length") ?? 0) > maxBytes) {
    await body?.cancel();
    return tooLarge(url, maxBytes);
  }
  const decoder = new TextDecoder();
  let text = "";
  let receivedBytes = 0;
  for await (const part of body ?? []) {
    receivedBytes += part.length;
    // Leaving the loop cancels the body.
    if (receivedBytes > maxBytes) return tooLarge(url, maxBytes);
    text += decoder.decode(part, { stream: true });
  }
  return { ok: true, status, headers, text: text + decoder.decode() };
}
