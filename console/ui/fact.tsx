// A name and what is known under it, side by side.
import type { ComponentChildren } from "preact";

export function Fact(
  { name, look = "", children }: { name: string; look?: string; children: ComponentChildren },
) {
  return (
    <div class="fact">
      <span class="fact-name">{name}</span>
      <span class={`fact-value ${look}`}>{children}</span>
    </div>
  );
}
