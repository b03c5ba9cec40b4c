// Nothing is here: what that means and where to go on.
import { PageHeader } from "../parts/page_header.tsx";
import { SHELL_TEXTS } from "../texts/shell.ts";
import { HooklineArt } from "../ui/brand.tsx";

const TEXTS = SHELL_TEXTS.missing;

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
          {again && (
            <button type="button" class="button primary" onClick={again}>{TEXTS.again}</button>
          )}
          <a class="button" href="/">{TEXTS.toFloor}</a>
        </div>
      </section>
    </div>
  );
}

export function MissingScreen() {
  return (
    <Missing
      title={TEXTS.title}
      words={TEXTS.words}
    />
  );
}
