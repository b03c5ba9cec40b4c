// What NATS_URL says, as the client of NATS takes it: that one reads no user from an address. Pure.

export interface NatsAddress {
  servers: string[];
  user?: string;
  pass?: string;
  token?: string;
  /** Nothing is said before the server has proven who it is. */
  tls?: Record<string, never>;
}

/** nats://host:4222 or tls://…, several by commas, with user:password@ or token@ before a host. */
export function natsAddress(url: string): NatsAddress {
  const urls = url.split(",").map((one) => new URL(one.trim()));
  const named = urls.find(({ username }) => username !== "");
  const user = decodeURIComponent(named?.username ?? "");
  const pass = decodeURIComponent(named?.password ?? "");
  return {
    servers: urls.map(({ host }) => host),
    ...(user !== "" && (pass === "" ? { token: user } : { user, pass })),
    ...(urls.some(({ protocol }) => protocol === "tls:") && { tls: {} }),
  };
}
