// One piece of the gallery under its name.
import type { ComponentChildren } from "preact";

/** `plain`: small things in a row. */
export function Piece(
  { title, plain = false, children }: {
    title: string;
    plain?: boolean;
    children: ComponentChildren;
  },
) {
  return (
    <section class="gallery-piece">
      <h2 class="section-title">{title}</h2>
      <div class={plain ? "gallery-row" : "gallery-body"}>{children}</div>
    </section>
  );
}
