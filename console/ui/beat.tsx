// Three marks that move while something goes on. Decorative: words stand beside them.

export function Beat({ look }: { look: "bars" | "dots" }) {
  return (
    <span class={`shape ${look}`} aria-hidden="true">
      <i />
      <i />
      <i />
    </span>
  );
}
