// While somebody listens: how the line is, how loud each side is, how loud it is wanted. Nothing is on by itself.
import type { CallSound, SoundState } from "../../live/call_sound.ts";
import type { Gains } from "../../sound/worklet_messages.ts";
import { STEP_IN_TEXTS } from "../../texts/step_in.ts";
import { MutedIcon, SoundIcon } from "../../ui/icons.tsx";
import { Meter } from "./meter.tsx";

const TEXTS = STEP_IN_TEXTS.sound;

const SOUND_WORDS: Readonly<Record<SoundState, string>> = TEXTS.states;

const SIDES = [
  ["caller", TEXTS.caller, TEXTS.callerVolume],
  ["agent", TEXTS.agent, TEXTS.agentVolume],
] as const;

/** `onAir`: on the agent's side there is only one's own voice, which is kept from the ears. */
export function ListenBar({ sound, onAir }: { sound: CallSound; onAir: boolean }) {
  const state = sound.state.value;
  const muted = sound.muted.value;
  return (
    <section class="listen-bar" aria-label={TEXTS.title}>
      <span class={`listen-state ${state}`} role="status">
        <i class="listen-dot" aria-hidden="true" />
        {SOUND_WORDS[state]}
      </span>
      {SIDES.filter(([side]) => side === "caller" || !onAir).map(([side, name, label]) => (
        <Side key={side} {...{ side, name, label, sound }} />
      ))}
      <button
        type="button"
        class={muted ? "button small held" : "button small"}
        aria-pressed={muted}
        onClick={() => sound.setMuted(!muted)}
      >
        {muted ? <MutedIcon /> : <SoundIcon />}
        {TEXTS.mute}
      </button>
    </section>
  );
}

interface SideProps {
  side: keyof Gains;
  name: string;
  label: string;
  sound: CallSound;
}

function Side({ side, name, label, sound }: SideProps) {
  return (
    <span class={`listen-side ${side}`}>
      <span class="listen-name">{name}</span>
      <Meter share={sound.levels.value[side]} />
      <input
        type="range"
        class="volume"
        aria-label={label}
        min={0}
        max={1}
        step={0.05}
        value={sound.volume.value[side]}
        onInput={(event) => sound.setVolume(side, event.currentTarget.valueAsNumber)}
      />
    </span>
  );
}
