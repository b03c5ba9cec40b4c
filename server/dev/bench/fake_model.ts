// The far end of the bench: takes appends, times them, and speaks 100 ms of audio every 100 ms without end.
import { type ModelSocket, serveModel } from "./model_socket.ts";
import { newestStamp, stampedFrame } from "./stamps.ts";

export interface FakeModel extends ModelSocket {
  /** Milliseconds from the caller's frame to its append, since they were last taken. */
  takeDelays(): number[];
}

export function startFakeModel(): FakeModel {
  let delays: number[] = [];
  const served = serveModel({
    everyMs: 100,
    speech: () => stampedFrame(performance.now()).toBase64(),
    heard(audio) {
      const stamp = newestStamp(Uint8Array.fromBase64(audio));
      if (stamp !== null) delays.push(performance.now() - stamp);
    },
  });
  return {
    ...served,
    takeDelays() {
      const taken = delays;
      delays = [];
      return taken;
    },
  };
}
