// The Range header of a request, as far as players use it: one range of bytes (RFC 9110, section 14). Pure.

export interface ByteRange {
  from: number;
  /** Included. */
  to: number;
}

/** Null: the whole is asked for, or something that may be ignored. "outside": nothing of it is there. */
export function byteRange(header: string | undefined, size: number): ByteRange | "outside" | null {
  const found = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "");
  if (!found || (found[1] === "" && found[2] === "")) return null;
  const [, first = "", last = ""] = found;
  if (first === "") {
    const from = Math.max(0, size - Number(last));
    return Number(last) === 0 || size === 0 ? "outside" : { from, to: size - 1 };
  }
  const from = Number(first);
  const to = Math.min(size - 1, last === "" ? size - 1 : Number(last));
  if (last !== "" && Number(last) < from) return null;
  return from >= size ? "outside" : { from, to };
}
