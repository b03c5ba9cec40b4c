// All that fits what is asked, as a file. The browser saves it as it comes.
import { DownIcon } from "../ui/icons.tsx";

interface ExportLinksProps {
  kind: "calls" | "audit";
  /** As the API names the filters; "": all. */
  query: string;
  name: string;
  /** Stands before the name of a format, for those who hear it. */
  as: string;
}

export function ExportLinks({ kind, query, name, as }: ExportLinksProps) {
  return (
    <div class="export-links" role="group" aria-label={name}>
      {(["csv", "json"] as const).map((format) => (
        <a
          key={format}
          class="button"
          href={`/api/${kind}/export?format=${format}${query && `&${query}`}`}
          // With a name, or else the router would take it for a page.
          download={`hookline-${kind}.${format}`}
        >
          <DownIcon />
          <span class="hidden">{as}</span>
          {format.toUpperCase()}
        </a>
      ))}
    </div>
  );
}
