// The browser's loudspeakers and microphone for one call: makes the audio thread and joins it to both.
// Knows sound and no call. Everything it opens it closes.
import { type OpenMicrophone, openMicrophone } from "./microphone.ts";
import {
  type Gains,
  LISTENER,
  type ListenerReport,
  type SpeakerReport,
  WORKLET_URL,
} from "./worklet_messages.ts";

export interface SoundCard {
  /** Opens the loudspeakers; rejects where the browser has no sound. Asked after a press of a person only. */
  open(onReport: (report: ListenerReport) => void): Promise<void>;
  /** Live sound as it came; the buffer is given away. */
  play(frame: ArrayBuffer): void;
  gains(gains: Gains): void;
  /** Asks for the microphone; gives why it cannot be had in words, or null. `onLost`: it was unplugged. */
  openMicrophone(
    on: { report: (report: SpeakerReport) => void; lost: () => void },
  ): Promise<string | null>;
  closeMicrophone(): void;
  close(): void;
}

/** Nothing is opened before it is asked for. */
export function browserSoundCard(): SoundCard {
  let context: AudioContext | null = null;
  let listener: AudioWorkletNode | null = null;
  let microphone: OpenMicrophone | null = null;

  function closeMicrophone(): void {
    microphone?.close();
    microphone = null;
  }

  return {
    async open(onReport) {
      if (context) return;
      const opened = new AudioContext({ latencyHint: "interactive" });
      context = opened;
      try {
        await addWorklet(opened);
      } catch (error) {
        context = null;
        await opened.close();
        throw error;
      }
      // Closed while the worklet was being fetched.
      if (context !== opened) return;
      listener = new AudioWorkletNode(opened, LISTENER, {
        numberOfInputs: 0,
        outputChannelCount: [2],
      });
      listener.port.onmessage = ({ data }: MessageEvent<ListenerReport>) => onReport(data);
      listener.connect(opened.destination);
    },
    play(frame) {
      listener?.port.postMessage({ frame }, [frame]);
    },
    gains(gains) {
      listener?.port.postMessage({ gains });
    },
    async openMicrophone(on) {
      const opened = await openMicrophone(() => context, on);
      if (typeof opened === "string") return opened;
      microphone = opened;
      return null;
    },
    closeMicrophone,
    close() {
      closeMicrophone();
      const closed = context;
      context = null;
      listener = null;
      void closed?.close();
    },
  };
}

/** Rejects where the audio thread cannot be had. */
export async function addWorklet(context: AudioContext): Promise<void> {
  await context.audioWorklet.addModule(WORKLET_URL);
  // Not waited for: a browser that wants one more press keeps this promise for ever.
  void context.resume().catch(() => {});
}
