// Audio that says when it was sent, so that what arrives can be timed. Pure.

const FRAME_BYTES = 800;
const MAGIC = 0x5a17c0de;

/** A frame of 100 ms that carries `atMs` in its first twelve bytes. */
export function stampedFrame(atMs: number): Uint8Array {
  const frame = new Uint8Array(FRAME_BYTES).fill(0x55);
  const view = new DataView(frame.buffer);
  view.setUint32(0, MAGIC);
  view.setFloat64(4, atMs);
  return frame;
}

/** The newest stamp in a message of one or several frames: that of the frame which let it go. */
export function newestStamp(message: Uint8Array): number | null {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  for (let at = message.length - FRAME_BYTES; at >= 0; at--) {
    if (view.getUint32(at) === MAGIC) return view.getFloat64(at + 4);
  }
  return null;
}

export function percentile(sorted: Float64Array, share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}
