// Taking over: what will happen before it does, and, while on air, a bar that nobody can overlook.
import type { CallSound } from "../../live/call_sound.ts";
import type { OnAir } from "../../live/on_air.ts";
import { STEP_IN_TEXTS } from "../../texts/step_in.ts";
import { HandIcon, MicrophoneIcon } from "../../ui/icons.tsx";
import { Meter } from "./meter.tsx";

const { takeOver: TAKE_OVER, air: AIR } = STEP_IN_TEXTS;

export function TakeOverPanel({ onAir, onCancel }: { onAir: OnAir; onCancel: () => void }) {
  const state = onAir.state.value;
  return (
    <div class="take-over">
      <div class="take-over-words">
        <p>
          <b>{TAKE_OVER.title}</b> {TAKE_OVER.words}
        </p>
        <p class="muted" role="status">
          {state === "asking"
            ? TAKE_OVER.asking
            : state === "taking"
            ? TAKE_OVER.taking
            : TAKE_OVER.microphone}
        </p>
      </div>
      <div class="take-over-acts">
        <button
          type="button"
          class="button danger"
          aria-disabled={state !== "off"}
          onClick={() => void onAir.takeOver()}
        >
          <MicrophoneIcon />
          {state === "off" ? TAKE_OVER.act : TAKE_OVER.busy}
        </button>
        <button
          type="button"
          class="button"
          onClick={() => {
            void onAir.handBack();
            onCancel();
          }}
        >
          {TAKE_OVER.cancel}
        </button>
      </div>
    </div>
  );
}

export function AirBar({ onAir, sound }: { onAir: OnAir; sound: CallSound }) {
  const back = onAir.state.value === "handing_back";
  return (
    <section class="air-bar" aria-label={AIR.title}>
      <span class="air-sign">
        <MicrophoneIcon />
        {back ? AIR.handingBack : AIR.title}
      </span>
      <span class="air-words">
        {back ? AIR.closed : sound.heard.value ? AIR.heard : AIR.notHeard}
      </span>
      <span class="air-level">
        <span class="listen-name">{AIR.you}</span>
        <Meter share={onAir.level.value} />
      </span>
      <button
        type="button"
        class="button hand-back"
        aria-disabled={back}
        aria-keyshortcuts="Shift+T"
        onClick={() => void onAir.handBack()}
      >
        <HandIcon />
        {AIR.handBack}
      </button>
    </section>
  );
}
