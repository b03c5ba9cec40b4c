// A row of small bars, one for each minute, with words for those who do not see them.
import type { Bar } from "../live/health_words.ts";

const STEP = 4;
const WIDTH = 3;
const HEIGHT = 24;
const HOUR = 60;

/** The newest stands at the end, also while there are few. */
export function HealthBars({ bars, label }: { bars: readonly Bar[]; label: string }) {
  const from = (HOUR - bars.length) * STEP;
  return (
    <svg
      class="minutes"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${HOUR * STEP} ${HEIGHT}`}
      preserveAspectRatio="none"
    >
      <title>{label}</title>
      {bars.map(({ look, height }, at) => {
        const high = height * HEIGHT;
        return (
          <rect
            key={at}
            class={look}
            x={from + at * STEP}
            y={HEIGHT - high}
            width={WIDTH}
            height={high}
          />
        );
      })}
    </svg>
  );
}
