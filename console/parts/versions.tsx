// The published states of an agent, newest first; any of them can answer calls again.
import type { AgentVersion } from "../../server/contract/agent.ts";
import { Ago } from "../ui/time.tsx";

interface VersionsProps {
  versions: readonly AgentVersion[];
  liveVersion: number;
  onRestore: (version: AgentVersion) => void;
}

export function Versions({ versions, liveVersion, onRestore }: VersionsProps) {
  return (
    <ol class="versions">
      {versions.map((version) => {
        const live = version.version === liveVersion;
        return (
          <li key={version.version} class={live ? "version live" : "version"}>
            <div class="version-head">
              <strong class="figures">v{version.version}</strong>
              {live && <span class="tag good">Answers calls</span>}
              <span class="version-when">
                <Ago atMs={version.publishedAtMs} />
              </span>
            </div>
            <p class="version-note">{version.note || "No reason given"}</p>
            {!live && (
              <button type="button" class="button small" onClick={() => onRestore(version)}>
                Restore…<span class="hidden">{` version ${version.version}`}</span>
              </button>
            )}
          </li>
        );
      })}
    </ol>
  );
}
