// Text with "*" for any characters, as routes are written. Pure.

/**
 * Whether `pattern` covers the whole of `text`; case does not count. In time proportional to both lengths at
 * worst: a caller chooses the text, so it must not be able to make this slow.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  const wanted = pattern.toLowerCase();
  const given = text.toLowerCase();
  let at = 0;
  let inPattern = 0;
  let lastStar = -1;
  let resumeAt = 0;
  while (at < given.length) {
    if (wanted[inPattern] === "*") {
      lastStar = inPattern++;
      resumeAt = at;
    } else if (wanted[inPattern] === given[at]) {
      inPattern++;
      at++;
    } else if (lastStar >= 0) {
      // The last star takes one character more; an earlier one never has to.
      inPattern = lastStar + 1;
      at = ++resumeAt;
    } else {
      return false;
    }
  }
  while (wanted[inPattern] === "*") inPattern++;
  return inPattern === wanted.length;
}
