// The processes that the bench of a phone system's wire measures, and where a caller of that wire dials each of them.
import { FORMATS } from "../../simulator/asterisk/audio_socket_frame.ts";
import { freePort, startHookline, startRelay, type Target } from "./target.ts";
import type { Wire, WireKind } from "./wires.ts";

export interface WireTarget extends Pick<Target, "cost" | "stop"> {
  /** What a caller dials, with a token in the path where the protocol has it there. */
  dialled: string;
}

/** Of the protocols that have one. */
export const TOKEN = "bench-token";

export async function startWireRelay(wire: Wire, modelPort: number): Promise<WireTarget> {
  const type = Object.entries(FORMATS).find(([name]) => name === wire.formatName)?.[1].type ?? 0;
  const args = [wire.kind, String(type)];
  const relay = await startRelay(modelPort, { script: "wire_relay.ts", args });
  const { port } = new URL(relay.url);
  return { ...relay, dialled: dialledOn(wire.kind, { main: port, avr: port, audioSocket: port }) };
}

export async function startWireHookline(wire: Wire, modelPort: number): Promise<WireTarget> {
  const avr = String(freePort());
  const audioSocket = String(freePort());
  const hookline = await startHookline(modelPort, {
    AUDIOCODES_TOKEN: TOKEN,
    AVR_PORT: avr,
    AUDIOSOCKET_PORT: audioSocket,
    ASTERISK_TOKEN: TOKEN,
  });
  const main = new URL(hookline.url).port;
  return { ...hookline, dialled: dialledOn(wire.kind, { main, avr, audioSocket }) };
}

function dialledOn(
  kind: WireKind,
  ports: { main: string; avr: string; audioSocket: string },
): string {
  switch (kind) {
    case "audiocodes":
      return `ws://127.0.0.1:${ports.main}/audiocodes`;
    case "asterisk-ws":
      return `ws://127.0.0.1:${ports.main}/asterisk/media/${TOKEN}`;
    case "avr":
      return `ws://127.0.0.1:${ports.avr}/`;
    case "avr-http":
      return `http://127.0.0.1:${ports.avr}/speech-to-speech-stream`;
    case "audiosocket":
      return `tcp://127.0.0.1:${ports.audioSocket}`;
  }
}
