// Test side: a socket that records what was sent, as avr-core would read it.
import type { SocketPort } from "../../socket_port.ts";

export class FakeCoreSocket implements SocketPort {
  bufferedAmount = 0;
  messages: Record<string, string>[] = [];
  closes: { code: number; reason: string }[] = [];
  fails = false;

  send(data: string | Uint8Array<ArrayBuffer>): void {
    if (this.fails) throw new Error("broken");
    if (typeof data !== "string") throw new Error("avr-core reads texts only");
    this.messages.push(JSON.parse(data));
  }

  close(code: number, reason: string): void {
    this.closes.push({ code, reason });
  }

  /** Types, in order. */
  get order(): string[] {
    return this.messages.map(({ type }) => type ?? "");
  }

  /** The sound of each message. */
  get frames(): Uint8Array[] {
    return this.messages.filter(({ type }) => type === "audio")
      .map(({ audio }) => Uint8Array.fromBase64(audio ?? ""));
  }

  texts(type: string): Record<string, string>[] {
    return this.messages.filter((message) => message.type === type);
  }
}
