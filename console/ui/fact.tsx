// A name and what is known under it, side by side, and some of them under a title.
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

export function FactGroup({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="fact-group">
      <h2>{title}</h2>
      {children}
    </section>
  );
}
