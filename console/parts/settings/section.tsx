// The frame of one section of the settings: what it is for, its acts, and what is shown until there is something.
import type { ComponentChildren } from "preact";
import { SETTINGS_TEXTS as TEXTS } from "../../texts/settings.ts";
import type { Fetched } from "./use_fetched.ts";

interface SectionProps {
  title: string;
  about: string;
  acts?: ComponentChildren;
  children: ComponentChildren;
}

export function Section({ title, about, acts, children }: SectionProps) {
  return (
    <section class="settings-section" aria-labelledby="section-title">
      <header class="settings-head">
        <div>
          <h2 id="section-title">{title}</h2>
          <p class="muted">{about}</p>
        </div>
        {acts && <div class="settings-acts">{acts}</div>}
      </header>
      {children}
    </section>
  );
}

export function Loaded<T>(
  { fetched, children }: { fetched: Fetched<T>; children: (value: T) => ComponentChildren },
) {
  const { value, why, again } = fetched;
  return (
    <>
      {why !== "" && (
        <p class="field-error fetch-trouble" role="alert">
          {TEXTS.failed(why)}
          <button type="button" class="button small" onClick={() => void again()}>
            {TEXTS.again}
          </button>
        </p>
      )}
      {value !== null
        ? children(value)
        : why === "" && <p class="nothing-said" role="status">{TEXTS.fetching}</p>}
    </>
  );
}

/** Nothing is here yet: what it would be good for, and the act that begins it. */
export function NothingYet(
  { title, words, children }: { title: string; words: string; children?: ComponentChildren },
) {
  return (
    <div class="empty">
      <h3>{title}</h3>
      <p>{words}</p>
      {children && <div class="empty-actions">{children}</div>}
    </div>
  );
}
