// UUIDs as AudioSocket carries them.

const PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isUuid(text: string): boolean {
  return PATTERN.test(text);
}

/** 16 bytes as text, lower case; null where they are not 16. */
export function uuidText(bytes: Uint8Array): string | null {
  if (bytes.length !== 16) return null;
  const hex = bytes.toHex();
  return [[0, 8], [8, 12], [12, 16], [16, 20], [20, 32]]
    .map(([from, to]) => hex.slice(from, to)).join("-");
}
