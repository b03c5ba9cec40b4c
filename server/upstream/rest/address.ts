// From the base address of the model to the address of one REST endpoint. Pure.

const SCHEMES: Readonly<Record<string, string>> = {
  "https:": "https:",
  "http:": "http:",
  "wss:": "https:",
  "ws:": "http:",
};

/**
 * ("https://api.openai.com/v1", "chat/completions") → "https://api.openai.com/v1/chat/completions".
 * The base is the one that the Realtime API is dialled with: its "/realtime" and its `model` are left out.
 */
export function restUrl(
  baseUrl: string,
  path: string,
): { url: string } | { error: string } {
  const refuse = (what: string) => ({ error: `Cannot ask the model: base URL ${what}` });
  if (!URL.canParse(baseUrl)) {
    return refuse("is not an address, expected for instance https://api.openai.com/v1");
  }
  const base = new URL(baseUrl);
  const scheme = SCHEMES[base.protocol];
  if (!scheme) return refuse(`must begin with https, http, wss or ws, received "${base.protocol}"`);
  if (base.username || base.password) {
    return refuse("must not hold a user or password; set the key instead");
  }
  const folder = base.pathname.replace(/\/+$/, "").replace(/\/realtime$/, "");
  const query = new URLSearchParams(base.search);
  query.delete("model");
  const tail = query.size > 0 ? `?${query}` : "";
  return { url: `${scheme}//${base.host}${folder}/${path}${tail}` };
}
