// `deno task bench --sound`: what the change of a sound's format costs, against a plain copy of the same bytes.
// Frames of 20 ms, both ways, for the formats of the table in audiocodes.md and those of Asterisk. Prints ratios.
import { bytesPerMs, FromUlaw, type SoundFormat, ToUlaw } from "../../audio/sound_format.ts";
import { BYTES_PER_MS } from "../../audio/ulaw.ts";

/** The WAV variants differ by a header at the beginning only. */
const FORMATS: readonly { name: string; format: SoundFormat }[] = [
  { name: "raw/mulaw", format: { encoding: "mulaw", rateHz: 8000 } },
  { name: "raw/lpcm16_8", format: { encoding: "lpcm16", rateHz: 8000 } },
  { name: "raw/lpcm16", format: { encoding: "lpcm16", rateHz: 16_000 } },
  { name: "raw/lpcm16_24", format: { encoding: "lpcm16", rateHz: 24_000 } },
  { name: "A-law", format: { encoding: "alaw", rateHz: 8000 } },
  { name: "slin12", format: { encoding: "lpcm16", rateHz: 12_000 } },
  { name: "slin32", format: { encoding: "lpcm16", rateHz: 32_000 } },
  { name: "slin44", format: { encoding: "lpcm16", rateHz: 44_100 } },
  { name: "slin48", format: { encoding: "lpcm16", rateHz: 48_000 } },
];

const FRAME_MS = 20;
const FRAMES = 400;
const ROUNDS = 15;
/** The engine compiles what it runs often. */
const WARM_UP_ROUNDS = 4;
/** A copy is over before the clock moves: many are timed together. */
const COPIES = 50;

export function benchSound(): void {
  console.log("frames of 20 ms: microseconds, and as often as a plain copy of the same bytes");
  console.log(
    row(["format", "copy", "from phone", "", "to phone", "", "ms per call-second, both"]),
  );
  for (const { name, format } of FORMATS) {
    const frame = noise(bytesPerMs(format) * FRAME_MS);
    const ulaw = noise(BYTES_PER_MS * FRAME_MS);
    const from = new ToUlaw(format);
    const to = new FromUlaw(format);
    const cost = measured({
      copy: () => {
        for (let i = 0; i < COPIES; i++) kept = frame.slice();
      },
      fromPhone: () => kept = from.push(frame),
      toPhone: () => kept = to.push(ulaw),
    });
    const copyUs = cost.copy / COPIES;
    const times = (us: number) => `${(us / copyUs).toFixed(us < copyUs * 10 ? 1 : 0)}x`;
    console.log(row([
      name,
      copyUs.toFixed(2),
      cost.fromPhone.toFixed(2),
      times(cost.fromPhone),
      cost.toPhone.toFixed(2),
      times(cost.toPhone),
      ((cost.fromPhone + cost.toPhone) / FRAME_MS).toFixed(2),
    ]));
  }
}

/** Results go here, or the engine would leave out the work. */
let kept: Uint8Array = new Uint8Array(0);

/** Microseconds of one call of each, the median of rounds in turns, so that noise of the machine meets all alike. */
function measured<K extends string>(works: Record<K, () => void>): Record<K, number> {
  const names = Object.keys(works) as K[];
  const rounds = new Map<K, number[]>(names.map((name) => [name, []]));
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    for (const name of names) {
      const start = performance.now();
      for (let i = 0; i < FRAMES; i++) works[name]();
      if (round >= 0) rounds.get(name)!.push((performance.now() - start) * 1000 / FRAMES);
    }
  }
  if (kept.length === 0) throw new Error("Cannot measure sound: nothing came out");
  return Object.fromEntries(
    names.map((name) => [name, rounds.get(name)!.toSorted((a, b) => a - b)[ROUNDS >> 1]!]),
  ) as Record<K, number>;
}

function noise(bytes: number): Uint8Array {
  return Uint8Array.from({ length: bytes }, () => Math.floor(Math.random() * 256));
}

function row([name, ...figures]: string[]): string {
  return name!.padEnd(15) + figures.map((figure) => figure.padStart(11)).join("");
}
