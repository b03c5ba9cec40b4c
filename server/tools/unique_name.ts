// Names that a model can tell apart. Pure.

const LONGEST = 64;

/** `name`, or with _2, _3 … where it is taken; adds the result to `taken`. */
export function uniqueName(name: string, taken: Set<string>): string {
  for (let count = 1;; count++) {
    const suffix = count === 1 ? "" : `_${count}`;
    const candidate = name.slice(0, LONGEST - suffix.length) + suffix;
    if (!taken.has(candidate)) {
      taken.add(candidate);
      return candidate;
    }
  }
}
