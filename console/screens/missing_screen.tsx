// Nothing is here: what that means and where to go on.
import { PageHeader } from "../parts/page_header.tsx";
import { HooklineArt } from "../ui/brand.tsx";

interface MissingProps {
  title: string;
  words: string;
  /** Tries once more, where that can help. */
  again?: () => void;
}

export function Missing({ title, words, again }: MissingProps) {
  return (
    <div class="page">
      <PageHeader title={title} tab={title} />
      <section class="empty">
        <HooklineArt />
        <p>{words}</p>
        <div class="empty-actions">
          {again && <button type="button" class="button primary" onClick={again}>Try again</button>}
          <a class="button" href="/">Go to the floor</a>
        </div>
      </section>
    </div>
  );
}

export function MissingScreen() {
  return (
    <Missing
      title="Nothing is here"
      words="The line ends at this address. Calls are on the floor."
    />
  );
}
