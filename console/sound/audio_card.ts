// One page's way to the browser's loudspeakers and microphone: opens them after a press, joins them to one worklet of
// the audio thread, closes what it opened. Knows sound and no call; what is played is sound_card.ts and phone_card.ts.
import { type OpenMicrophone, openMicrophone } from "./microphone.ts";
import { type SpeakerReport, WORKLET_URL } from "./worklet_messages.ts";

export interface AudioCard<Report> {
  /** Opens the loudspeakers; rejects where the browser has no sound. Asked after a press of a person only. */
  open(onReport: (report: Report) => void): Promise<void>;
  /**
   * Asks for the microphone. Gives in words why it cannot be had, or null. `lost`: it was unplugged.
   */
  openMicrophone(
    on: { report: (report: SpeakerReport) => void; lost: () => void },
  ): Promise<string | null>;
  closeMicrophone(): void;
  close(): void;
}

/** Nothing is opened before it is asked for. `post`: to the worklet of this name; nowhere while there is none. */
export function audioCard<Report>(
  worklet: string,
): AudioCard<Report> & { post(message: object, given?: Transferable[]): void } {
  let context: AudioContext | null = null;
  let node: AudioWorkletNode | null = null;
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
      node = new AudioWorkletNode(opened, worklet, { numberOfInputs: 0, outputChannelCount: [2] });
      node.port.onmessage = ({ data }: MessageEvent<Report>) => onReport(data);
      node.connect(opened.destination);
    },
    async openMicrophone(on) {
      const opened = await openMicrophone(() => context, on);
      if (typeof opened === "string") return opened;
      // A person who gave up and asked again has answered the first question, too.
      closeMicrophone();
      microphone = opened;
      return null;
    },
    post: (message, given = []) => node?.port.postMessage(message, given),
    closeMicrophone,
    close() {
      closeMicrophone();
      const closed = context;
      context = null;
      node = null;
      void closed?.close();
    },
  };
}

/** Rejects where the audio thread cannot be had. */
async function addWorklet(context: AudioContext): Promise<void> {
  await context.audioWorklet.addModule(WORKLET_URL);
  // Not waited for: a browser that wants one more press keeps this promise for ever.
  void context.resume().catch(() => {});
}
