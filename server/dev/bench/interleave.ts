// Two mono sides as one stereo track, sample by sample (audiohook § 7). Pure.

/** Both of the same length. */
export function interleave(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  for (let i = 0; i < first.length; i++) {
    both[2 * i] = first[i]!;
    both[2 * i + 1] = second[i]!;
  }
  return both;
}
