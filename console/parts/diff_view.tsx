// What changes between two states of an agent: texts by lines, settings in words.
import type { AgentConfig } from "../../server/contract/agent.ts";
import { settingChanges, textChanges } from "../live/config_fields.ts";
import { type DiffRow, diffRows } from "../live/diff_rows.ts";
import { DIFF_TEXTS as TEXTS } from "../texts/diff.ts";

export function ConfigDiff({ before, after }: { before: AgentConfig; after: AgentConfig }) {
  const settings = settingChanges(before, after);
  const texts = textChanges(before, after)
    .map((change) => ({ title: change.title, rows: diffRows(change.before, change.after) }))
    .filter(({ rows }) => rows.length > 0);
  if (settings.length + texts.length === 0) {
    return <p class="muted">{TEXTS.none}</p>;
  }
  return (
    <div class="config-diff">
      {settings.length > 0 && (
        <table class="setting-changes">
          <caption class="hidden">{TEXTS.settings}</caption>
          <thead class="hidden">
            <tr>
              <th scope="col">{TEXTS.setting}</th>
              <th scope="col">{TEXTS.before}</th>
              <th scope="col">{TEXTS.after}</th>
            </tr>
          </thead>
          <tbody>
            {settings.map((change) => (
              <tr key={change.label}>
                <th scope="row">{change.label}</th>
                <td>
                  <del>{change.before}</del>
                </td>
                <td>
                  <ins>{change.after}</ins>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {texts.map(({ title, rows }) => <TextDiff key={title} title={title} rows={rows} />)}
    </div>
  );
}

export function TextDiff({ title, rows }: { title: string; rows: readonly DiffRow[] }) {
  if (rows.length === 0) return null;
  return (
    <figure class="text-diff">
      <figcaption>{title}</figcaption>
      <div
        class="diff-lines"
        tabIndex={0}
        role="region"
        aria-label={TEXTS.changes(title)}
      >
        {rows.map((row, index) => <Row key={index} row={row} />)}
      </div>
    </figure>
  );
}

const SIGN = { same: "", removed: "−", added: "+" } as const;
const SPOKEN = { same: "", removed: TEXTS.removed, added: TEXTS.added } as const;

function Row({ row }: { row: DiffRow }) {
  if (row.kind === "skipped") {
    return <div class="diff-skipped">{TEXTS.unchanged(row.count)}</div>;
  }
  return (
    <div class={`diff-line ${row.kind}`}>
      <span class="diff-sign" aria-hidden="true">{SIGN[row.kind]}</span>
      <span class="diff-text">
        <span class="hidden">{SPOKEN[row.kind]}</span>
        {row.parts.map((part, index) =>
          part.changed ? <mark key={index}>{part.text}</mark> : part.text
        )}
      </span>
    </div>
  );
}
