// All that was found as a file. The browser saves it as it comes.
import { DownIcon } from "../../ui/icons.tsx";

export function ExportLinks({ query }: { query: string }) {
  return (
    <div class="export-links" role="group" aria-label="Export all calls that fit">
      {(["csv", "json"] as const).map((format) => (
        <a
          key={format}
          class="button"
          href={`/api/calls/export?format=${format}&${query}`}
          // With a name, or else the router would take it for a page.
          download={`hookline-calls.${format}`}
        >
          <DownIcon />
          <span class="hidden">Export as</span>
          {format.toUpperCase()}
        </a>
      ))}
    </div>
  );
}
