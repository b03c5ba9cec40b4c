// Taking over: what will happen before it does, and, while on air, a bar that nobody can overlook.
import type { CallSound } from "../../live/call_sound.ts";
import type { OnAir } from "../../live/on_air.ts";
import { HandIcon, MicrophoneIcon } from "../../ui/icons.tsx";
import { Meter } from "./meter.tsx";

export function TakeOverPanel({ onAir, onCancel }: { onAir: OnAir; onCancel: () => void }) {
  const state = onAir.state.value;
  return (
    <div class="take-over">
      <div class="take-over-words">
        <p>
          <b>The agent falls silent; the caller hears you.</b>{" "}
          You hear the caller, and the call stays with you until you hand it back. Headphones keep
          the caller from hearing themselves.
        </p>
        <p class="muted" role="status">
          {state === "asking"
            ? "Waiting for the microphone: answer the browser's question."
            : state === "taking"
            ? "Taking the call over…"
            : "The browser asks for your microphone when you go on."}
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
          {state === "off" ? "Go on air" : "Going on air…"}
        </button>
        <button
          type="button"
          class="button"
          onClick={() => {
            void onAir.handBack();
            onCancel();
          }}
        >
          Cancel
        </button>
      </div>
    </div>
  );
}

export function AirBar({ onAir, sound }: { onAir: OnAir; sound: CallSound }) {
  const back = onAir.state.value === "handing_back";
  return (
    <section class="air-bar" aria-label="On air">
      <span class="air-sign">
        <MicrophoneIcon />
        {back ? "Handing back" : "On air"}
      </span>
      <span class="air-words">
        {back
          ? "Your microphone is closed. The agent is being told."
          : sound.heard.value
          ? "The caller hears you. The agent is silent."
          : "The agent is silent. Your microphone is not heard yet."}
      </span>
      <span class="air-level">
        <span class="listen-name">You</span>
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
        Hand back
      </button>
    </section>
  );
}
