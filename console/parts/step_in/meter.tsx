// How loud somebody is, as a row of marks. Decorative: words stand beside it.

const MARKS = 14;

/** `share`: 0 to 1. */
export function Meter({ share }: { share: number }) {
  const lit = Math.round(share * MARKS);
  return (
    <span class="meter" aria-hidden="true">
      {Array.from({ length: MARKS }, (_, i) => <i key={i} class={i < lit ? "lit" : ""} />)}
    </span>
  );
}
