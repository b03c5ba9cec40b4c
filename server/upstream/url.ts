// From a base address and a model to the WebSocket address of the Realtime API. Pure.

const SCHEMES: Readonly<Record<string, string>> = {
  "https:": "wss:",
  "http:": "ws:",
  "wss:": "wss:",
  "ws:": "ws:",
};

/**
 * "https://api.openai.com/v1" → "wss://api.openai.com/v1/realtime?model=…" (openai-realtime § 2.1).
 * An existing query stays, also a `model` that the operator has pinned there.
 */
export function realtimeUrl(
  baseUrl: string,
  model: string,
): { url: string } | { error: string } {
  return addressOf(baseUrl, (query) => {
    if (!query.has("model")) query.set("model", model);
  });
}

/**
 * "https://api.openai.com/v1" → "wss://api.openai.com/v1/realtime?intent=transcription": no model beside it, or it
 * would be a conversation (§ 2.1).
 */
export function transcriptionUrl(baseUrl: string): { url: string } | { error: string } {
  return addressOf(baseUrl, (query) => {
    query.delete("model");
    query.set("intent", "transcription");
  });
}

function addressOf(
  baseUrl: string,
  ask: (query: URLSearchParams) => void,
): { url: string } | { error: string } {
  const refuse = (what: string) => ({ error: `Cannot dial the model: base URL ${what}` });
  if (!URL.canParse(baseUrl)) {
    return refuse("is not an address, expected for instance https://api.openai.com/v1");
  }
  const base = new URL(baseUrl);
  const scheme = SCHEMES[base.protocol];
  if (!scheme) return refuse(`must begin with https, http, wss or ws, received "${base.protocol}"`);
  if (base.username || base.password) {
    return refuse("must not hold a user or password; set the key instead");
  }
  const path = base.pathname.replace(/\/+$/, "");
  const query = new URLSearchParams(base.search);
  ask(query);
  const end = path.endsWith("/realtime") ? "" : "/realtime";
  return { url: `${scheme}//${base.host}${path}${end}?${query}` };
}
