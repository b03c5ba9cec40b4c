// How an identity provider is asked: what it says is read up to a size, since it is held whole and calls are live in the
// same process. Times are openid-client's.

const MOST_BYTES = 1024 * 1024;

/** @throws {TypeError} as `fetch` does, also where the answer is larger. */
export async function boundedFetch(
  url: string,
  options: { method: string; headers: Record<string, string>; signal?: AbortSignal },
): Promise<Response> {
  // The library's type of a body is wider than what it sends: forms.
  const response = await fetch(url, options as RequestInit);
  const { status, statusText, headers } = response;
  const text = response.body === null ? null : await readWhole(response.body);
  return new Response(text, { status, statusText, headers });
}

async function readWhole(body: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<Blob> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  // Leaving the loop cancels the body.
  for await (const piece of body) {
    bytes += piece.byteLength;
    if (bytes > MOST_BYTES) throw new TypeError("The answer is too large");
    pieces.push(piece);
  }
  return new Blob(pieces);
}
