// Callers of the bench on the wires that are plain TCP: AudioSocket, and the HTTP stream, whose request is written by
// hand so that the generator costs little.
import { connect } from "node:net";
import {
  encodeFrame,
  FORMATS,
  FRAME,
  uuidBytes,
} from "../../simulator/asterisk/audio_socket_frame.ts";
import { steadily } from "./steadily.ts";
import type { WireCaller, WireCallerOptions } from "./wire_callers.ts";
import { tone } from "./wires.ts";

const encoder = new TextEncoder();
const HEAD_BYTES = 3;
/** A server that does not end the connection of a call that is over is not waited for. */
const END_WITHIN_MS = 3000;

export function startTcpCaller({ wire, dialled, onHeard }: WireCallerOptions): WireCaller {
  const { kind, format, formatName, frameMs } = wire;
  const url = new URL(dialled);
  const id = crypto.randomUUID();
  const sound = tone(format, frameMs);
  const isHttp = kind === "avr-http";
  const frame = isHttp
    ? httpChunk(sound)
    : encodeFrame(FORMATS[formatName as keyof typeof FORMATS].type, sound);
  const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true });
  let hush = () => {};
  const closed = new Promise<void>((resolve) => socket.on("close", () => resolve()));
  const live = new Promise<void>((resolve, reject) => {
    socket.on("error", reject);
    socket.on("close", () => {
      hush();
      reject(new Error("Call ended before it was live"));
    });
    socket.on("connect", () => {
      socket.write(isHttp ? requestHead(url, id) : encodeFrame(FRAME.uuid, uuidBytes(id)));
      hush = steadily(frameMs, () => socket.write(frame));
    });
    const heard = isHttp ? httpEar() : audioSocketEar();
    socket.on("data", (bytes: Uint8Array) => {
      const count = heard(bytes);
      if (count === null) return socket.destroy(new Error("Cannot measure: HTTP without 200"));
      if (count === 0) return;
      onHeard(count);
      resolve();
    });
  });
  live.catch(() => {});
  return {
    live,
    async hangUp() {
      hush();
      if (isHttp) socket.write("0\r\n\r\n");
      socket.end();
      const timer = setTimeout(() => socket.destroy(), END_WITHIN_MS);
      await closed;
      clearTimeout(timer);
    },
  };
}

function requestHead(url: URL, id: string): string {
  return [
    `POST ${url.pathname} HTTP/1.1`,
    `Host: ${url.host}`,
    `X-UUID: ${id}`,
    "User-Agent: Hookline-Simulator-Bench",
    "Content-Type: audio/x-raw",
    "Transfer-Encoding: chunked",
    "",
    "",
  ].join("\r\n");
}

function httpChunk(sound: Uint8Array): Uint8Array {
  const head = encoder.encode(`${sound.length.toString(16)}\r\n`);
  const chunk = new Uint8Array(head.length + sound.length + 2);
  chunk.set(head);
  chunk.set(sound, head.length);
  chunk.set(encoder.encode("\r\n"), head.length + sound.length);
  return chunk;
}

/** Counts bytes of the body, its chunks' heads among them: two in a hundred. null: it was refused. */
export function httpEar(): (bytes: Uint8Array) => number | null {
  let inBody = false;
  return (bytes) => {
    if (inBody) return bytes.length;
    const head = new TextDecoder("latin1").decode(bytes);
    if (!head.startsWith("HTTP/1.1 200")) return null;
    inBody = true;
    return bytes.length - head.indexOf("\r\n\r\n") - 4;
  };
}

/** Counts bytes of frames that hold more than silence. */
export function audioSocketEar(): (bytes: Uint8Array) => number {
  let rest: Uint8Array = new Uint8Array(0);
  return (bytes) => {
    const all = rest.length === 0 ? bytes : new Uint8Array([...rest, ...bytes]);
    let at = 0;
    let count = 0;
    while (all.length - at >= HEAD_BYTES) {
      const end = at + HEAD_BYTES + (all[at + 1]! << 8 | all[at + 2]!);
      if (end > all.length) break;
      if (all.subarray(at + HEAD_BYTES, end).some((byte) => byte !== 0)) {
        count += end - at - HEAD_BYTES;
      }
      at = end;
    }
    rest = all.slice(at);
    return count;
  };
}
