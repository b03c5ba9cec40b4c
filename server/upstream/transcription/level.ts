// How loud a stretch of mu-law is. All sound of all lines passes here, so it is reckoned by table. Pure.
import { decodeSample } from "../../audio/ulaw.ts";

const SQUARES = Float64Array.from({ length: 256 }, (_, code) => decodeSample(code) ** 2);

/** Root mean square, in units of 16-bit samples, of the bytes from `from` up to `until`; 0 of none. */
export function levelOf(ulaw: Uint8Array, from: number, until: number): number {
  if (until <= from) return 0;
  let sum = 0;
  for (let i = from; i < until; i++) sum += SQUARES[ulaw[i]!]!;
  return Math.sqrt(sum / (until - from));
}
