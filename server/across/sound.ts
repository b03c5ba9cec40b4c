// The live sound of a call for somebody whose console is at another instance, and their microphone: a line between the
// two. Frames and the microphone are bytes; what is said of them is JSON.
import { z } from "zod";
import { type Fleet, FleetError, type FleetLine } from "../fleet/fleet.ts";
import { faultPlace, guarded } from "../guard.ts";
import type { Listening, SoundListener, StepIn } from "../http/admin_deps.ts";
import type { Log } from "../observe/log.ts";
import type { OwnStepIn } from "../own_step_in.ts";

export interface FleetSoundOptions {
  own: Pick<OwnStepIn, "listen">;
  fleet: Pick<Fleet, "openLine" | "onLine">;
  /** The other instance that carries a call; null: none does. */
  carrierOf(callId: string): string | null;
  log: Log;
}

const TOPIC = "sound";
const MICROPHONE_BYTES = 2048;
const LEFT = 1000;
/** Why the instance of the call closes the line. */
const CLOSED = { not_live: 1000, full: 4429, fault: 1011 } as const;

const wantedSchema = z.object({ callId: z.string(), by: z.string(), owner: z.string() });
const stateSchema = z.object({
  type: z.literal("state"),
  listenerId: z.string(),
  onAir: z.boolean(),
});

export function createFleetSound(options: FleetSoundOptions): Pick<StepIn, "listen"> {
  const { own, fleet, log } = options;

  fleet.onLine(TOPIC, (line, value) => {
    const wanted = wantedSchema.safeParse(value);
    if (!wanted.success) {
      log.warn("fleet_sound_unclear", { at: wanted.error.issues[0]?.path.join(".") ?? "" });
      return false;
    }
    let listening: Listening | null = null;
    const onFault = (error: unknown) => {
      log.error("fleet_sound_fault", { call: wanted.data.callId, at: faultPlace(error) });
      line.close(CLOSED.fault, "fault");
      listening?.leave();
    };
    line.onData = guarded(onFault, (data) => {
      if (typeof data === "string" || data.length === 0) return;
      if (data.length <= MICROPHONE_BYTES) listening?.speak(data);
    });
    // A lost line is no other than a socket that was closed: the call hands back to its agent by itself.
    line.onClose = guarded(onFault, () => listening?.leave());
    guarded(onFault, () => {
      const opened = own.listen(wanted.data.callId, {
        by: wanted.data.by,
        owner: wanted.data.owner,
        frame: (frame) => line.send(frame),
        state: (listenerId, onAir) =>
          line.send(JSON.stringify({ type: "state", listenerId, onAir })),
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
        return await joined(await fleet.openLine(instance, TOPIC, { callId, by, owner }), listener);
      } catch (error) {
        const code = error instanceof FleetError ? error.code : faultPlace(error);
        log.warn("fleet_sound_unreached", { call: callId, instance, code });
        return "unreached";
      }
    },
  };
}

/** The call's first word is a state, or the end of the line where nobody may listen. */
function joined(
  line: FleetLine,
  listener: SoundListener,
): ReturnType<StepIn["listen"]> {
  const { promise, resolve } = Promise.withResolvers<Awaited<ReturnType<StepIn["listen"]>>>();
  const listening: Listening = {
    leave: () => line.close(LEFT, "left"),
    speak: (audio) => line.send(audio),
  };
  let isIn = false;
  const onFault = () => line.close(CLOSED.fault, "fault");
  line.onData = guarded(onFault, (data) => {
    if (typeof data !== "string") return listener.frame(new Uint8Array(data));
    const state = readState(data);
    if (!state) return;
    isIn = true;
    resolve(listening);
    listener.state(state.listenerId, state.onAir);
  });
  line.onClose = guarded(onFault, (code) => {
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
