// Hookline's mark: a voice that runs along a line and ends in a hook.
// Drawn, not loaded: the console asks nobody for pictures.

const WAVE = wavePath(230, 46);

/** The whole line, for empty places and the sign-in page. */
export function HooklineArt() {
  return (
    <svg class="art" viewBox="0 0 330 110" aria-hidden="true" focusable="false">
      <path class="art-line" d={`${WAVE} L 298 46 L 298 80 a 18 18 0 0 1 -36 0 l 0 -12 l 9 9`} />
      <circle class="art-eye" cx="298" cy="46" r="4" />
    </svg>
  );
}

/** The mark beside the name. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path d="M3 12q2-9 4 0t4 0q2-9 4 0 1 4 3 1.5 1-1.5 3-1.5h5v9a5.5 5.5 0 0 1-11 0v-2.5l3.200 3.200" />
    </svg>
  );
}

/** A voice that grows and fades, from x = 0 to `width`, around `middle`. */
function wavePath(width: number, middle: number): string {
  const points: string[] = [];
  for (let x = 0; x <= width; x += 2) {
    const part = x / width;
    const loud = Math.sin(part * Math.PI) ** 1.5 * (0.55 + 0.45 * Math.sin(part * 9));
    const y = middle + 34 * loud * Math.sin(x / 4.2);
    points.push(`${x === 0 ? "M" : "L"} ${x} ${y.toFixed(1)}`);
  }
  return points.join(" ");
}
