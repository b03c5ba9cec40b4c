// The browser's microphone, as pieces for the line. Asked for only when a person wants to speak; closed when they have.
import { microphoneTrouble } from "./microphone_trouble.ts";
import { SPEAKER, type SpeakerReport } from "./worklet_messages.ts";

export interface OpenMicrophone {
  close(): void;
}

/** Why it cannot be had, in words. `context`: asked again once the person has answered; null: it was closed meanwhile. */
export async function openMicrophone(
  context: () => AudioContext | null,
  { report, lost }: { report: (report: SpeakerReport) => void; lost: () => void },
): Promise<OpenMicrophone | string> {
  if (!navigator.mediaDevices) return microphoneTrouble("insecure");
  try {
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: {
        channelCount: 1,
        echoCancellation: true,
        noiseSuppression: true,
        autoGainControl: true,
      },
    });
    const stop = () => stream.getTracks().forEach((track) => track.stop());
    const open = context();
    if (!open) {
      stop();
      return microphoneTrouble("AbortError");
    }
    const from = open.createMediaStreamSource(stream);
    const speaker = new AudioWorkletNode(open, SPEAKER, {
      numberOfOutputs: 0,
      channelCount: 1,
      channelCountMode: "explicit",
    });
    speaker.port.onmessage = ({ data }: MessageEvent<SpeakerReport>) => report(data);
    from.connect(speaker);
    for (const track of stream.getTracks()) track.addEventListener("ended", lost);
    return {
      close() {
        stop();
        from.disconnect();
        speaker.disconnect();
      },
    };
  } catch (error) {
    return microphoneTrouble(error instanceof Error ? error.name : String(error));
  }
}
