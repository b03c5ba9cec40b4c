// Test side: a socket that records what was sent, as the phone system would read it.
import type { SocketPort } from "../../socket_port.ts";

export interface SentText {
  version: string;
  id: string;
  type: string;
  seq: number;
  clientseq: number;
  parameters: Record<string, unknown>;
}

export class FakeSocket implements SocketPort {
  bufferedAmount = 0;
  texts: SentText[] = [];
  audio: Uint8Array[] = [];
  /** Types of texts and "audio", in order. */
  order: string[] = [];
  closes: { code: number; reason: string }[] = [];
  fails = false;

  send(data: string | Uint8Array<ArrayBuffer>): void {
    if (this.fails) throw new Error("broken");
    if (typeof data === "string") {
      const message = JSON.parse(data) as SentText;
      this.texts.push(message);
      this.order.push(message.type);
    } else {
      this.audio.push(data);
      this.order.push("audio");
    }
  }

  close(code: number, reason: string): void {
    this.closes.push({ code, reason });
  }

  get audioBytes(): number {
    return this.audio.reduce((sum, piece) => sum + piece.length, 0);
  }

  last(type: string): SentText | undefined {
    return this.texts.findLast((message) => message.type === type);
  }
}
