// A voice, heard before it is chosen: asks for the sentence, plays it, stops it. Says in words what goes on.
import { useEffect, useRef, useState } from "preact/hooks";
import type { AgentConfig } from "../../../server/contract/agent.ts";
import { browserSamplePlayer, type SamplePlayer } from "../../sound/sample_player.ts";
import { useStores } from "../../stores.ts";
import { VOICE_TEXTS as TEXTS } from "../../texts/voice.ts";
import { PlayIcon, StopIcon } from "../../ui/icons.tsx";

type State = "idle" | "asking" | "playing" | "done" | { trouble: string };

type Props = Pick<AgentConfig, "voice" | "model" | "language"> & { name: string };

export function VoiceSample({ voice, model, language, name }: Props) {
  const { api, floor } = useStores();
  const [state, setState] = useState<State>("idle");
  const player = useRef<SamplePlayer | null>(null);
  /** Which of the wishes the answer is to. */
  const wish = useRef(0);
  function quiet(): void {
    wish.current++;
    player.current?.stop();
    setState("idle");
  }
  // Another voice is chosen, or the page is left.
  useEffect(() => quiet, [voice, model, language]);

  async function hear(): Promise<void> {
    const mine = ++wish.current;
    setState("asking");
    const asked = await api.voiceSample(voice, { model, language });
    if (mine !== wish.current) return;
    if (!asked.ok) return setState({ trouble: asked.refusal.message });
    player.current ??= browserSamplePlayer();
    setState("playing");
    const over = () => mine === wish.current && setState("done");
    const played = await player.current.play(asked.value, over);
    if (!played && mine === wish.current) setState({ trouble: TEXTS.noSound });
  }

  const busy = state === "asking" || state === "playing";
  return (
    <div class="voice-sample">
      <button type="button" class="button" onClick={busy ? quiet : () => void hear()}>
        {busy ? <StopIcon /> : <PlayIcon />}
        {busy ? TEXTS.stop : TEXTS.hear(name)}
      </button>
      <span class={typeof state === "object" ? "warn" : "muted"} role="status">
        {wordsOf(state, name)}
      </span>
      {floor.status.value?.answeredBy === "stand-in" && <small class="muted">{TEXTS.standIn}
      </small>}
    </div>
  );
}

function wordsOf(state: State, name: string): string {
  if (typeof state === "object") return state.trouble;
  return state === "playing" ? TEXTS.playing(name) : TEXTS[state];
}
