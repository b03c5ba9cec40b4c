// Test side: an OAuth server that publishes keys on a real port of this machine and signs tokens.
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";

export const ISSUER = "https://login.example.com/";
export const AUDIENCE = "hookline";

type Signing = Awaited<ReturnType<typeof generateKeyPair>>;

export class JwksServer implements AsyncDisposable {
  /** Requests for the keys. */
  asked = 0;
  /** What is answered instead of the keys. */
  answer: (() => Response | Promise<Response>) | null = null;
  url: string;
  #keys: Record<string, Signing>;
  #published: unknown;
  #server: Deno.HttpServer<Deno.NetAddr>;

  private constructor(keys: Record<string, Signing>, published: unknown) {
    this.#keys = keys;
    this.#published = published;
    this.#server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => {
      this.asked++;
      return this.answer?.() ?? Response.json(this.#published);
    });
    this.url = `http://127.0.0.1:${this.#server.addr.port}/keys`;
  }

  static async start(algorithms: readonly string[] = ["RS256", "ES256", "PS256"]) {
    const keys: Record<string, Signing> = {};
    const published: unknown[] = [];
    for (const alg of algorithms) {
      keys[alg] = await generateKeyPair(alg, { extractable: true });
      published.push({ ...await exportJWK(keys[alg].publicKey), kid: alg, alg, use: "sig" });
    }
    return new JwksServer(keys, { keys: published });
  }

  /** A token that is right at `nowMs` but for `claims`. */
  async token(
    nowMs: number,
    { claims = {}, alg = "RS256" }: { claims?: JWTPayload; alg?: string } = {},
  ): Promise<string> {
    const now = Math.floor(nowMs / 1000);
    return await new SignJWT({ iss: ISSUER, aud: AUDIENCE, exp: now + 300, nbf: now, ...claims })
      .setProtectedHeader({ alg, kid: alg })
      .sign(this.#keys[alg]!.privateKey);
  }

  async publicJwk(alg: string) {
    return await exportJWK(this.#keys[alg]!.publicKey);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}
