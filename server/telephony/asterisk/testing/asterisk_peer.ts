// Test side: Asterisk's end of AudioSocket over real TCP, written from avr § 6 and not with our codec.
import { uuidFrame } from "./audiosocket_rig.ts";

export interface PeerFrame {
  type: number;
  payload: Uint8Array;
}

export class AsteriskPeer implements Disposable {
  #connection: Deno.TcpConn;
  #left = new Uint8Array(0);

  constructor(connection: Deno.TcpConn) {
    this.#connection = connection;
  }

  /** Connected, and it has said which call this is. */
  static async call(port: number, uuid?: string): Promise<AsteriskPeer> {
    const peer = await AsteriskPeer.connect(port);
    await peer.send(uuidFrame(uuid));
    return peer;
  }

  static async connect(port: number): Promise<AsteriskPeer> {
    return new AsteriskPeer(await Deno.connect({ hostname: "127.0.0.1", port }));
  }

  async send(...frames: Uint8Array[]): Promise<void> {
    for (const frame of frames) {
      for (let at = 0; at < frame.length;) at += await this.#connection.write(frame.subarray(at));
    }
  }

  /** The next frame; null: the connection ended in order. Rejects where it was reset. */
  async next(): Promise<PeerFrame | null> {
    for (;;) {
      const length = this.#left.length < 3 ? Infinity : this.#left[1]! << 8 | this.#left[2]!;
      if (this.#left.length >= 3 + length) {
        const [type] = this.#left;
        const payload = this.#left.slice(3, 3 + length);
        this.#left = this.#left.slice(3 + length);
        return { type: type!, payload };
      }
      const buffer = new Uint8Array(4_096);
      const count = await this.#connection.read(buffer);
      if (count === null) return null;
      const joined = new Uint8Array(this.#left.length + count);
      joined.set(this.#left);
      joined.set(buffer.subarray(0, count), this.#left.length);
      this.#left = joined;
    }
  }

  /** Closes in order: what Asterisk does when the caller hangs up. */
  async hangUp(): Promise<void> {
    await this.#connection.closeWrite();
  }

  [Symbol.dispose](): void {
    try {
      this.#connection.close();
    } catch {
      // Closed by the test already.
    }
  }
}
