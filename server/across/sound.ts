// The live sound of a call for somebody whose console is at another instance, and their microphone: a line between the
// two. Frames and the microphone are bytes; what is said of them is JSON.
import { z } from "zod";
import type { Clock } from "../clock.ts";
import { type Fleet, fleetCode, type FleetLine } from "../fleet/fleet.ts";
import { faultPlace, guarded } from "../guard.ts";
import type { Listening, SoundListener, StepIn } from "../http/admin_deps.ts";
import type { Log } from "../observe/log.ts";
import { createOddWords } from "./odd_words.ts";
import { OnAirWatch } from "./on_air_watch.ts";
import type { OwnStepIn } from "../own_step_in.ts";

export interface FleetSoundOptions {
  own: Pick<OwnStepIn, "listen">;
  fleet: Pick<Fleet, "openLine" | "onLine">;
  /** The other instance that carries a call; null: none does. */
  carrierOf(callId: string): string | null;
  clock: Pick<Clock, "now" | "after">;
  log: Log;
}

const TOPIC = "sound";
const MICROPHONE_BYTES = 2048;
const LEFT = 1000;
const LOST = 1006;
/** Why the instance of the call closes the line. */
const CLOSED = { not_live: 1000, full: 4429, fault: 1011 } as const;

const wantedSchema = z.object({ callId: z.string(), by: z.string(), owner: z.string() });
const stateSchema = z.object({
  type: z.literal("state"),
  listenerId: z.string(),
  onAir: z.boolean(),
});

export function createFleetSound(options: FleetSoundOptions): Pick<StepIn, "listen"> {
  const { own, fleet, clock, log } = options;
  const odd = createOddWords({ clock, log });

  fleet.onLine(TOPIC, (line, value, from) => {
    const wanted = wantedSchema.safeParse(value);
    if (!wanted.success) {
      odd(TOPIC, from);
      return false;
    }
    let listening: Listening | null = null;
    const onFault = (error: unknown) => {
      log.error("fleet_sound_fault", { call: wanted.data.callId, at: faultPlace(error) });
      line.close(CLOSED.fault, "fault");
      listening?.leave();
    };
    const onAir = new OnAirWatch({
      clock,
      send: (text) => line.send(text),
      onSilence: guarded(onFault, () => {
        line.close(LOST, "nothing came");
        listening?.leave();
      }),
    });
    line.onData = guarded(onFault, (data) => {
      onAir.heard(data);
      if (typeof data === "string" || data.length === 0) return;
      if (data.length <= MICROPHONE_BYTES) listening?.speak(data);
    });
    // A lost line is no other than a socket that was closed: the call hands back to its agent by itself.
    line.onClose = guarded(onFault, () => {
      onAir.stop();
      listening?.leave();
    });
    guarded(onFault, () => {
      const opened = own.listen(wanted.data.callId, {
        by: wanted.data.by,
        owner: wanted.data.owner,
        frame: (frame) => line.send(frame),
        state(listenerId, now) {
          onAir.set(now);
          line.send(JSON.stringify({ type: "state", listenerId, onAir: now }));
        },
        over: () => line.close(CLOSED.not_live, "call_over"),
      });
      if (typeof opened === "string") line.close(CLOSED[opened], opened);
      else listening = opened;
    })();
    return true;
  });

  return {
    async listen(callId, listener) {
      const opened = own.listen(callId, listener);
      if (opened !== "not_live") return opened;
      const instance = options.carrierOf(callId);
      if (instance === null) return "not_live";
      const { by, owner } = listener;
      try {
        const line = await fleet.openLine(instance, TOPIC, { callId, by, owner });
        return await joined(line, listener, clock);
      } catch (error) {
        log.warn("fleet_sound_unreached", { call: callId, instance, code: fleetCode(error) });
        return "unreached";
      }
    },
  };
}

/** The call's first word is a state, or the end of the line where nobody may listen. */
function joined(
  line: FleetLine,
  listener: SoundListener,
  clock: FleetSoundOptions["clock"],
): ReturnType<StepIn["listen"]> {
  const { promise, resolve } = Promise.withResolvers<Awaited<ReturnType<StepIn["listen"]>>>();
  const listening: Listening = {
    leave: () => line.close(LEFT, "left"),
    speak: (audio) => line.send(audio),
  };
  let isIn = false;
  const onFault = () => line.close(CLOSED.fault, "fault");
  const onAir = new OnAirWatch({
    clock,
    send: (text) => line.send(text),
    onSilence: guarded(onFault, () => line.close(LOST, "nothing came")),
  });
  line.onData = guarded(onFault, (data) => {
    onAir.heard(data);
    if (typeof data !== "string") return listener.frame(new Uint8Array(data));
    const state = readState(data);
    if (!state) return;
    isIn = true;
    resolve(listening);
    onAir.set(state.onAir);
    listener.state(state.listenerId, state.onAir);
  });
  line.onClose = guarded(onFault, (code) => {
    onAir.stop();
    if (isIn) return listener.over(code === CLOSED.not_live ? undefined : "unreached");
    resolve(
      code === CLOSED.full ? "full" : code === CLOSED.not_live ? "not_live" : "unreached",
    );
  });
  return promise;
}

/** Null: something that a newer server tells. */
function readState(text: string): z.infer<typeof stateSchema> | null {
  try {
    return stateSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
