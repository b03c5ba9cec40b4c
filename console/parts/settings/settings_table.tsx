// A table in the settings: its head, and the frame that scrolls. Rows are whoever's it is.
import type { ComponentChildren } from "preact";

interface SettingsTableProps {
  /** Class of the table, for the widths of its columns. */
  look: string;
  columns: readonly string[];
  /** What the last column does; heard only, its buttons say it themselves. */
  acts: string;
  children: ComponentChildren;
}

export function SettingsTable({ look, columns, acts, children }: SettingsTableProps) {
  return (
    <div class="table-frame">
      <table class={`table settings-table ${look}`}>
        <thead>
          <tr>
            {columns.map((column) => <th key={column} scope="col">{column}</th>)}
            <th scope="col" class="col-act">
              <span class="hidden">{acts}</span>
            </th>
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
