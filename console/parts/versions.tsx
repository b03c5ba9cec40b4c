// The published states of an agent, newest first; any of them can answer calls again.
import type { AgentVersion } from "../../server/contract/agent.ts";
import { versionWords } from "../live/test_talk_words.ts";
import { AGENT_TEXTS } from "../texts/agent.ts";
import { Ago } from "../ui/time.tsx";
import { useMay } from "./may.tsx";

const TEXTS = AGENT_TEXTS.versions;

interface VersionsProps {
  versions: readonly AgentVersion[];
  liveVersion: number;
  onRestore: (version: AgentVersion) => void;
}

export function Versions({ versions, liveVersion, onRestore }: VersionsProps) {
  const mayEdit = useMay("edit");
  return (
    <ol class="versions">
      {versions.map((version) => {
        const live = version.version === liveVersion;
        return (
          <li key={version.version} class={live ? "version live" : "version"}>
            <div class="version-head">
              <strong class="figures">{versionWords(version.version)}</strong>
              {live && <span class="tag good">{TEXTS.live}</span>}
              <span class="version-when">
                <Ago atMs={version.publishedAtMs} />
              </span>
            </div>
            <p class="version-note">{version.note || TEXTS.noNote}</p>
            {!live && mayEdit && (
              <button
                type="button"
                class="button small"
                onClick={() => onRestore(version)}
              >
                {TEXTS.restore}
                <span class="hidden">{TEXTS.restoreWhich(version.version)}</span>
              </button>
            )}
          </li>
        );
      })}
    </ol>
  );
}
