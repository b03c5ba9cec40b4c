// The browser's loudspeakers and microphone as a telephone: plays the agent as its sound comes, drops it when told so.
// Knows sound and no call. Everything it opens it closes.
import { type OpenMicrophone, openMicrophone } from "./microphone.ts";
import { addWorklet } from "./sound_card.ts";
import { PLAYER, type PlayerReport, type SpeakerReport } from "./worklet_messages.ts";

export interface PhoneCard {
  /** Opens the loudspeakers; rejects where the browser has no sound. Asked after a press of a person only. */
  open(onReport: (report: PlayerReport) => void): Promise<void>;
  /** Gives why there is no microphone in words, or null. `lost`: it was unplugged. */
  openMicrophone(
    on: { report: (report: SpeakerReport) => void; lost: () => void },
  ): Promise<string | null>;
  /** Mono mu-law; the buffer is given away. */
  play(audio: ArrayBuffer): void;
  /** Drops what was not played. */
  clear(): void;
  closeMicrophone(): void;
  close(): void;
}

/** Nothing is opened before it is asked for. */
export function browserPhoneCard(): PhoneCard {
  let context: AudioContext | null = null;
  let player: AudioWorkletNode | null = null;
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
      player = new AudioWorkletNode(opened, PLAYER, {
        numberOfInputs: 0,
        outputChannelCount: [2],
      });
      player.port.onmessage = ({ data }: MessageEvent<PlayerReport>) => onReport(data);
      player.connect(opened.destination);
    },
    async openMicrophone(on) {
      const opened = await openMicrophone(() => context, on);
      if (typeof opened === "string") return opened;
      // A person who gave up and asked again has answered the first question, too.
      closeMicrophone();
      microphone = opened;
      return null;
    },
    play(audio) {
      player?.port.postMessage({ audio }, [audio]);
    },
    clear() {
      player?.port.postMessage({ clear: true });
    },
    closeMicrophone,
    close() {
      closeMicrophone();
      const closed = context;
      context = null;
      player = null;
      void closed?.close();
    },
  };
}
