// WAV files of phone audio: reads PCM16 and mu-law at 8 kHz, writes PCM16. Pure: bytes in, bytes out.
import { decodeUlaw, encodeUlaw } from "./ulaw.ts";

const PCM = 1;
const MULAW = 7;

/** Mono mu-law of a WAV file (8 kHz; PCM 16 bit or mu-law; the first channel of several). Throws with the reason. */
export function readWav(file: Uint8Array): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const tag = (at: number) => String.fromCharCode(...file.subarray(at, at + 4));
  if (file.length < 12 || tag(0) !== "RIFF" || tag(8) !== "WAVE") {
    throw new Error("Cannot read audio: not a WAV file (RIFF/WAVE header missing)");
  }
  let format: { code: number; channels: number; rateHz: number; bits: number } | undefined;
  for (let at = 12; at + 8 <= file.length;) {
    const size = view.getUint32(at + 4, true);
    const start = at + 8;
    if (tag(at) === "fmt " && start + 16 <= file.length) {
      format = {
        code: view.getUint16(start, true),
        channels: view.getUint16(start + 2, true),
        rateHz: view.getUint32(start + 4, true),
        bits: view.getUint16(start + 14, true),
      };
    }
    if (tag(at) === "data") {
      if (!format) throw new Error("Cannot read audio: WAV data before its format");
      return firstChannel(file.subarray(start, Math.min(file.length, start + size)), format);
    }
    at = start + size + (size & 1);
  }
  throw new Error("Cannot read audio: WAV file without a data chunk");
}

function firstChannel(
  data: Uint8Array,
  { code, channels, rateHz, bits }: {
    code: number;
    channels: number;
    rateHz: number;
    bits: number;
  },
): Uint8Array {
  if (rateHz !== 8000) {
    throw new Error(
      `Cannot read audio: rate must be 8000 Hz, received ${rateHz} (try: sox in.wav -r 8000 out.wav)`,
    );
  }
  if (code === MULAW && bits === 8) {
    return channels === 1 ? data.slice() : data.filter((_, i) => i % channels === 0);
  }
  if (code === PCM && bits === 16) {
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const pcm = new Int16Array(Math.floor(data.byteLength / (2 * channels)));
    for (let i = 0; i < pcm.length; i++) pcm[i] = view.getInt16(i * 2 * channels, true);
    return encodeUlaw(pcm);
  }
  throw new Error(
    `Cannot read audio: must be PCM 16 bit or mu-law, received format ${code} with ${bits} bits`,
  );
}

/** A WAV file (PCM 16 bit, 8 kHz) of one or two channels of mu-law; the shorter is padded with silence. */
export function writeWav(...channels: [Uint8Array] | [Uint8Array, Uint8Array]): Uint8Array {
  const samples = Math.max(...channels.map((channel) => channel.length));
  const dataBytes = samples * channels.length * 2;
  const file = new Uint8Array(44 + dataBytes);
  const view = new DataView(file.buffer);
  const put = (at: number, text: string) => {
    for (let i = 0; i < text.length; i++) file[at + i] = text.charCodeAt(i);
  };
  put(0, "RIFF");
  view.setUint32(4, 36 + dataBytes, true);
  put(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, PCM, true);
  view.setUint16(22, channels.length, true);
  view.setUint32(24, 8000, true);
  view.setUint32(28, 8000 * channels.length * 2, true);
  view.setUint16(32, channels.length * 2, true);
  view.setUint16(34, 16, true);
  put(36, "data");
  view.setUint32(40, dataBytes, true);
  channels.map(decodeUlaw).forEach((pcm, channel) => {
    pcm.forEach((sample, i) =>
      view.setInt16(44 + (i * channels.length + channel) * 2, sample, true)
    );
  });
  return file;
}
