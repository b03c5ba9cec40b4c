// One open socket of somebody who listens to a call: frames out while they are taken in time, the microphone in, and
// the end with the call or the session. Knows nothing of requests.
import { faultPlace, guarded } from "../guard.ts";
import type { AdminDeps, Admitted, Listening } from "./admin_deps.ts";
import type { Standing } from "./admission/standing.ts";
import { watchStanding } from "./admission/standing_watch.ts";

/** Deno pings after half of it and ends the connection after all of it. */
const IDLE_TIMEOUT_S = 20;
/** About three seconds of sound that the browser has not taken: it is dropped, the call must not wait. */
const MOST_UNSENT_BYTES = 48 * 1024;
const MICROPHONE_BYTES = 2048;
/** What it is closed with, by the reason that goes along. */
const CLOSED = {
  call_over: 1000,
  too_large: 1009,
  fault: 1011,
  too_slow: 1013,
  signed_out: 4401,
  not_permitted: 4403,
  full: 4429,
  unreached: 4503,
} as const;

export interface SoundSocketOptions
  extends Pick<AdminDeps, "stepIn" | "sessions" | "clock" | "log"> {
  request: Request;
  callId: string;
  from: { by: string; owner: string };
  standing: Standing;
  admitted: Admitted;
  /** Somebody hears the call from now on. */
  onOpen(): void;
}

/** The answer to the upgrade; null where it is incomplete. Nothing may wait between this and returning it. */
export function openSoundSocket(options: SoundSocketOptions): Response | null {
  const { request, callId, from, admitted, standing, stepIn, log } = options;
  let upgraded: Deno.WebSocketUpgrade;
  try {
    upgraded = Deno.upgradeWebSocket(request, { idleTimeout: IDLE_TIMEOUT_S });
  } catch {
    return null;
  }
  const { socket, response } = upgraded;
  socket.binaryType = "arraybuffer";
  let listening: Listening | null = null;
  let spoke = false;
  let onAir = false;
  let over = false;

  const onFault = (error: unknown) => {
    log.error("sound_fault", { call: callId, at: faultPlace(error) });
    close("fault");
  };

  function close(why: keyof typeof CLOSED): void {
    leave();
    if (socket.readyState === WebSocket.OPEN) socket.close(CLOSED[why], why);
  }

  function leave(): void {
    if (over) return;
    over = true;
    stopWatching();
    listening?.leave();
  }

  const stopWatching = watchStanding({
    ...options,
    needs: "listen",
    // Whoever speaks with a caller uses the console; whoever listens only has it open.
    used() {
      const used = spoke;
      spoke = false;
      return used;
    },
    onEnd(why) {
      // Nobody comes back to the microphone: the caller must not wait for them in silence.
      const commandId = crypto.randomUUID();
      if (onAir) {
        void stepIn.command(callId, { ...from, commandId, request: { kind: "hand_back" } });
      }
      close(why);
    },
    onFault,
  });

  socket.onopen = guarded(onFault, () => {
    if (over) return socket.close(CLOSED.signed_out, "signed_out");
    // Another instance may have been asked meanwhile.
    const why = standing.whyNot(admitted, "listen");
    if (why !== null) return close(why);
    const opening = stepIn.listen(callId, {
      ...from,
      frame(frame) {
        if (socket.bufferedAmount > MOST_UNSENT_BYTES) {
          log.info("listener_too_slow", { call: callId });
          return close("too_slow");
        }
        if (socket.readyState === WebSocket.OPEN) socket.send(frame);
      },
      state(listenerId, now) {
        onAir = now;
        if (socket.readyState !== WebSocket.OPEN) return;
        socket.send(JSON.stringify({ type: "state", listenerId, onAir }));
      },
      over: (why) => close(why ?? "call_over"),
    });
    opening.then(opened).catch(onFault);
  });

  function opened(answer: Awaited<ReturnType<typeof stepIn.listen>>): void {
    if (typeof answer === "string") {
      return close(answer === "not_live" ? "call_over" : answer);
    }
    // The socket may have been closed meanwhile.
    if (over) return answer.leave();
    listening = answer;
    options.onOpen();
  }

  socket.onmessage = guarded(onFault, ({ data }: MessageEvent) => {
    if (!(data instanceof ArrayBuffer) || data.byteLength === 0) return;
    if (data.byteLength > MICROPHONE_BYTES) return close("too_large");
    // Whoever may only listen is never heard, whatever they send.
    if (standing.whyNot(admitted, "step_in") !== null) return close("not_permitted");
    spoke = true;
    listening?.speak(new Uint8Array(data));
  });
  // Deno may tell of a close twice, or of an error only.
  socket.onclose = guarded(onFault, leave);
  socket.onerror = guarded(onFault, leave);
  return response;
}
