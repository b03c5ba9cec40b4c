// How a refusal reads for who wrote the dialplan: RFC 9457, with what was received and what to do. Never a secret.

export interface Refusal {
  status: number;
  /** One sentence or two: what could not be done, what was received, what to do. */
  detail: string;
  headers?: Record<string, string>;
}

const TITLES: Readonly<Record<number, string>> = {
  400: "Bad request",
  401: "Not authorized",
  403: "Forbidden",
  404: "Not found",
  405: "Method not allowed",
  408: "Too slow",
  413: "Too large",
  422: "Not understood",
  426: "WebSocket expected",
  503: "Not now",
};

export function problem({ status, detail, headers = {} }: Refusal): Response {
  const body = { type: "about:blank", title: TITLES[status] ?? "Refused", status, detail };
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/problem+json", connection: "close", ...headers },
  });
}
