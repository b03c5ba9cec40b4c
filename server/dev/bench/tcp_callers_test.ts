import { assertEquals } from "@std/assert";
import { encodeFrame, FRAME } from "../../simulator/asterisk/audio_socket_frame.ts";
import { audioSocketEar, httpEar } from "./tcp_callers.ts";

const join = (...parts: Uint8Array[]) => new Uint8Array(parts.flatMap((part) => [...part]));

Deno.test("of frames in pieces of any length only sound is counted, not the silence that keeps flowing", () => {
  const wire = join(
    encodeFrame(FRAME.audio8, new Uint8Array(320).fill(7)),
    encodeFrame(FRAME.audio8, new Uint8Array(320)),
    encodeFrame(FRAME.audio8, new Uint8Array(320).fill(9)),
  );
  for (const size of [1, 2, 7, 322, 323, 324, wire.length]) {
    const ear = audioSocketEar();
    let heard = 0;
    for (let at = 0; at < wire.length; at += size) heard += ear(wire.subarray(at, at + size));
    assertEquals(heard, 640, `in pieces of ${size}`);
  }
});

Deno.test("of an HTTP answer the body is counted, and a refusal is none", () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const ear = httpEar();
  assertEquals(ear(bytes("HTTP/1.1 200 OK\r\ncontent-type: x\r\n\r\nabc")), 3);
  assertEquals(ear(bytes("defg")), 4);
  assertEquals(httpEar()(bytes("HTTP/1.1 503 Service Unavailable\r\n\r\n")), null);
});
