// Between mu-law, which everything in the stand-in is kept in, and the formats a session may ask for. Pure.
import { decodeSample, decodeUlaw, encodeSample } from "../../audio/ulaw.ts";
import type { AudioFormat } from "./session_config.ts";

/** Bytes of a millisecond of audio in this format. */
export function bytesPerMs(format: AudioFormat): number {
  return format.type === "audio/pcm" ? 48 : 8;
}

export function fromUlaw(audio: Uint8Array, format: AudioFormat): Uint8Array {
  switch (format.type) {
    case "audio/pcmu":
      return audio;
    case "audio/pcma":
      return audio.map((code) => encodeAlaw(decodeSample(code)));
    case "audio/pcm": {
      const pcm = decodeUlaw(audio);
      const view = new DataView(new ArrayBuffer(pcm.length * 6));
      for (let i = 0; i < pcm.length * 3; i++) {
        const at = Math.floor(i / 3);
        const next = pcm[at + 1] ?? pcm[at]!;
        view.setInt16(i * 2, pcm[at]! + Math.trunc((next - pcm[at]!) * (i % 3) / 3), true);
      }
      return new Uint8Array(view.buffer);
    }
  }
}

export function toUlaw(audio: Uint8Array, format: AudioFormat): Uint8Array {
  switch (format.type) {
    case "audio/pcmu":
      return audio;
    case "audio/pcma":
      return audio.map((code) => encodeSample(decodeAlaw(code)));
    case "audio/pcm": {
      const view = new DataView(audio.buffer, audio.byteOffset, audio.byteLength);
      const ulaw = new Uint8Array(Math.floor(audio.length / 6));
      for (let i = 0; i < ulaw.length; i++) ulaw[i] = encodeSample(view.getInt16(i * 6, true));
      return ulaw;
    }
  }
}

// A-law, ITU-T G.711: even bits inverted, 13-bit magnitudes in eight segments.
function decodeAlaw(code: number): number {
  const bits = code ^ 0x55;
  const segment = (bits >> 4) & 7;
  const step = ((bits & 0x0f) << 4) + 8;
  const magnitude = segment === 0 ? step : (step + 0x100) << (segment - 1);
  return bits & 0x80 ? magnitude : -magnitude;
}

function encodeAlaw(sample: number): number {
  const magnitude = Math.min(32_767, sample < 0 ? -sample - 1 : sample);
  const segment = Math.max(0, 24 - Math.clz32(magnitude | 0xff));
  const mantissa = (magnitude >> (segment === 0 ? 4 : segment + 3)) & 0x0f;
  return ((sample < 0 ? 0 : 0x80) | (segment << 4) | mantissa) ^ 0x55;
}
