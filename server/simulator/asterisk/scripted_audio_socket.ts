// A tiny AudioSocket server that does what a test tells it: the other side of the simulated Asterisk's own tests.
// It imports nothing of the real server.
import { encodeFrame, type Frame, FrameReader, isAudio } from "./audio_socket_frame.ts";

export interface AudioSocketSide {
  send(type: number, payload?: Uint8Array): void;
  /** Bytes that are no whole frame, or several. */
  write(bytes: Uint8Array): void;
  /** Closes without a goodbye. */
  close(): void;
}

export interface ScriptedAudioSocketOptions {
  onConnected?(side: AudioSocketSide): void;
  /** @param nth counts the caller's frames of sound, from 1; 0 for another frame */
  onFrame?(frame: Frame, nth: number, side: AudioSocketSide): void;
  /** Goes on after the caller's end. */
  staysOpen?: boolean;
}

export interface ScriptedAudioSocket {
  url: string;
  frames: Frame[];
  /** Bytes of each read, over all. */
  reads: number[];
  /** How the connections ended: "end" or "reset". */
  ends: string[];
  stop(): Promise<void>;
}

export function startScriptedAudioSocket(
  options: ScriptedAudioSocketOptions = {},
): ScriptedAudioSocket {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const server: ScriptedAudioSocket = {
    url: `tcp://127.0.0.1:${listener.addr.port}`,
    frames: [],
    reads: [],
    ends: [],
    async stop() {
      listener.close();
      // All others have been closed by the caller.
      if (options.staysOpen) { for (const connection of open) closeQuietly(connection); }
      await Promise.all(served);
    },
  };
  const open = new Set<Deno.TcpConn>();
  const served: Promise<void>[] = [accept()];
  async function accept() {
    for await (const connection of listener) {
      open.add(connection);
      served.push(serve(connection));
    }
  }
  async function serve(connection: Deno.TcpConn) {
    connection.setNoDelay();
    const side = sideOf(connection);
    const reader = new FrameReader();
    const buffer = new Uint8Array(65_536);
    let sounds = 0;
    options.onConnected?.(side);
    try {
      for (;;) {
        const length = await connection.read(buffer);
        if (length === null) break;
        server.reads.push(length);
        for (const frame of reader.push(buffer.subarray(0, length))) {
          server.frames.push(frame);
          options.onFrame?.(frame, isAudio(frame.type) ? ++sounds : 0, side);
        }
      }
      server.ends.push("end");
    } catch (error) {
      server.ends.push(error instanceof Deno.errors.ConnectionReset ? "reset" : "closed");
    }
    if (!options.staysOpen) closeQuietly(connection);
  }
  return server;
}

function sideOf(connection: Deno.TcpConn): AudioSocketSide {
  let last = Promise.resolve();
  const write = (bytes: Uint8Array) => {
    last = last.then(async () => {
      for (let at = 0; at < bytes.length;) at += await connection.write(bytes.subarray(at));
    }).catch(() => {});
  };
  return {
    send: (type, payload) => write(encodeFrame(type, payload)),
    write,
    close: () => void last.then(() => closeQuietly(connection)),
  };
}

function closeQuietly(connection: Deno.TcpConn): void {
  try {
    connection.close();
  } catch {
    // It is closed already.
  }
}
