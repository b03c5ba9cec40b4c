// All that was found as a file. The browser saves it as it comes.
import { HISTORY_TEXTS as TEXTS } from "../../texts/history.ts";
import { DownIcon } from "../../ui/icons.tsx";
import { useMay } from "../may.tsx";

export function ExportLinks({ query }: { query: string }) {
  if (!useMay("export")) return null;
  return (
    <div class="export-links" role="group" aria-label={TEXTS.export.name}>
      {(["csv", "json"] as const).map((format) => (
        <a
          key={format}
          class="button"
          href={`/api/calls/export?format=${format}&${query}`}
          // With a name, or else the router would take it for a page.
          download={`hookline-calls.${format}`}
        >
          <DownIcon />
          <span class="hidden">{TEXTS.export.as}</span>
          {format.toUpperCase()}
        </a>
      ))}
    </div>
  );
}
