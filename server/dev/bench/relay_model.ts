// A bare relay's side towards the model: appends out, deltas in. No settings, no logic.
import WebSocket from "ws";

export interface AppendTo {
  /** Base64. What comes before the model is there is lost. */
  append(audio: string): void;
}

export interface RelayModel extends AppendTo {
  close(): void;
}

export function dialModel(
  url: string,
  { delta, lost }: { delta(audio: string): void; lost(): void },
): RelayModel {
  const model = new WebSocket(url, { perMessageDeflate: false });
  model.on("message", (data: Uint8Array) => {
    const event = JSON.parse(new TextDecoder().decode(data));
    if (event.type === "response.output_audio.delta") delta(event.delta);
  });
  model.on("error", lost);
  return {
    append(audio) {
      if (model.readyState !== WebSocket.OPEN) return;
      model.send(`{"type":"input_audio_buffer.append","audio":"${audio}"}`);
    },
    close: () => model.close(),
  };
}
