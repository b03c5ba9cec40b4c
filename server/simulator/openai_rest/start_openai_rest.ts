// The stand-in for the REST endpoints on a port of its own, with a log of what it was asked.
import { openaiRest, type OpenaiRestOptions, type RestRequest } from "./openai_rest.ts";

export interface RunningOpenaiRest {
  /** Base such as "http://127.0.0.1:4000/v1". */
  readonly url: string;
  /** Everything that was asked, oldest first. */
  readonly requests: readonly RestRequest[];
  /** Drops everything and frees the port. */
  stop(): Promise<void>;
}

export async function startOpenaiRest(
  options: Omit<OpenaiRestOptions, "signal" | "onRequest"> = {},
): Promise<RunningOpenaiRest> {
  const requests: RestRequest[] = [];
  const ending = new AbortController();
  const respond = openaiRest({
    ...options,
    signal: ending.signal,
    onRequest: (request) => requests.push(request),
  });
  const server = Deno.serve(
    {
      hostname: "127.0.0.1",
      port: 0,
      onListen() {},
      onError: () => new Response(null, { status: 500 }),
    },
    async (request) => await respond(request) ?? new Response(null, { status: 404 }),
  );
  return await Promise.resolve({
    url: `http://127.0.0.1:${server.addr.port}/v1`,
    requests,
    async stop() {
      ending.abort();
      await server.shutdown();
    },
  });
}
