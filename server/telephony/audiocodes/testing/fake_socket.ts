// Test side: a socket that records what was sent, as VoiceAI Connect would read it.
import type { SocketPort } from "../../socket_port.ts";

export type Sent = { type: string } & Record<string, unknown>;

export class FakeSocket implements SocketPort {
  bufferedAmount = 0;
  sent: Sent[] = [];
  closes: { code: number; reason: string }[] = [];
  fails = false;

  send(data: string | Uint8Array<ArrayBuffer>): void {
    if (this.fails) throw new Error("broken");
    if (typeof data !== "string") throw new Error("this protocol has no binary frames");
    this.sent.push(JSON.parse(data) as Sent);
  }

  close(code: number, reason: string): void {
    this.closes.push({ code, reason });
  }

  /** In short: types without what is the same for all, activities by their name, streams with their id. */
  get order(): string[] {
    return this.sent.map(inShort);
  }

  /** Bytes of the chunks of one stream, joined. */
  played(streamId: string): Uint8Array {
    const chunks = this.sent.filter((message) =>
      message.type === "playStream.chunk" && message.streamId === streamId
    );
    return Uint8Array.from(
      chunks.flatMap(({ audioChunk }) => [...Uint8Array.fromBase64(String(audioChunk))]),
    );
  }

  last(type: string): Sent | undefined {
    return this.sent.findLast((message) => message.type === type);
  }

  /** The last activity of this name. */
  activity(name: string): Record<string, unknown> | undefined {
    return this.sent.filter(({ type }) => type === "activities")
      .flatMap(({ activities }) => activities as Record<string, unknown>[])
      .findLast((activity) => activity.name === name);
  }
}

export function inShort(message: Sent): string {
  if (message.type === "activities") {
    const names = (message.activities as { name: string }[]).map(({ name }) => name);
    return names.join("+");
  }
  const type = message.type.replace(/^userStream\.speech\./, "speech.");
  return message.streamId === undefined ? type : `${type} ${message.streamId}`;
}
