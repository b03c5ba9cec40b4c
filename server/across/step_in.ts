// Stepping into calls on whichever instance they are: in one's own directly, else by asking the instance that carries
// the call. Joins answering and the fleet; sound goes by across/sound.ts.
import { z } from "zod";
import { commandRequestSchema } from "../contract/command.ts";
import { handAnswerSchema } from "../contract/hand.ts";
import { type Fleet, fleetCode } from "../fleet/fleet.ts";
import { createOddWords } from "./odd_words.ts";
import { createFleetSound } from "./sound.ts";
import type { Clock } from "../clock.ts";
import type { StepIn, Unreached } from "../http/admin_deps.ts";
import type { Log } from "../observe/log.ts";
import type { OwnStepIn } from "../own_step_in.ts";

export interface FleetStepInOptions {
  own: OwnStepIn;
  fleet: Pick<Fleet, "me" | "ask" | "answer" | "openLine" | "onLine">;
  /** Which instance carries a live call, as far as this one is told; undefined: it knows of no such call. */
  instanceOf(callId: string): string | undefined;
  clock: Pick<Clock, "now" | "after">;
  log: Log;
}

const TOPIC = "step_in";
const WITHIN_MS = 2000;

const callId = z.string();
const askedSchema = z.discriminatedUnion("act", [
  z.object({
    act: z.literal("command"),
    callId,
    command: z.object({
      commandId: z.string(),
      by: z.string(),
      owner: z.string(),
      // What only a newer server knows no call of this one can do.
      request: commandRequestSchema.nullable().catch(null),
    }),
  }),
  z.object({ act: z.literal("retract"), callId, commandId: z.string() }),
  z.object({
    act: z.literal("answerHand"),
    callId,
    answered: z.object({
      handId: z.string(),
      answer: handAnswerSchema.shape.answer,
      who: z.string(),
    }),
  }),
  z.object({ act: z.literal("mayListen"), callId }),
]);
type Asked = z.input<typeof askedSchema>;

const COMMAND = ["taken", "cannot", "not_live"] as const;
const RETRACT = ["retracted", "too_late", "not_live"] as const;
const HAND = ["answered", "too_late", "unknown", "not_live"] as const;
const MAY_LISTEN = ["yes", "full", "not_live"] as const;

export function createFleetStepIn(options: FleetStepInOptions): StepIn {
  const { own, fleet, clock, log } = options;
  const odd = createOddWords({ clock, log });

  fleet.answer(TOPIC, (value, from) => {
    const asked = askedSchema.safeParse(value);
    if (asked.success) return Promise.resolve(carryOut(asked.data));
    odd(TOPIC, from);
    return Promise.reject(new Error("Asked for something that this server does not know"));
  }, { neverLate: true });

  function carryOut(asked: z.output<typeof askedSchema>): string {
    switch (asked.act) {
      case "command": {
        const { request, ...command } = asked.command;
        return request ? own.command(asked.callId, { ...command, request }) : "cannot";
      }
      case "retract":
        return own.retract(asked.callId, asked.commandId);
      case "answerHand":
        return own.answerHand(asked.callId, asked.answered);
      case "mayListen":
        return own.mayListen(asked.callId);
    }
  }

  /** Null: nothing is known of a call of another instance. */
  function carrierOf(callId: string): string | null {
    const instance = options.instanceOf(callId);
    return instance && instance !== fleet.me ? instance : null;
  }

  async function ask<Answer extends string>(
    asked: Asked,
    answers: readonly Answer[],
  ): Promise<Answer | "not_live" | Unreached> {
    const instance = carrierOf(asked.callId);
    if (instance === null) return "not_live";
    try {
      const answer = await fleet.ask(instance, TOPIC, asked, WITHIN_MS);
      return answers.find((known) => known === answer) ?? "unreached";
    } catch (error) {
      const code = fleetCode(error);
      log.warn("fleet_step_in_unreached", { call: asked.callId, act: asked.act, instance, code });
      return "unreached";
    }
  }

  const sound = createFleetSound({ own, fleet, carrierOf, clock, log });
  return {
    async command(callId, command) {
      const taken = own.command(callId, command);
      if (taken !== "not_live") return taken;
      return await ask({ act: "command", callId, command }, COMMAND);
    },
    async retract(callId, commandId) {
      const taken = own.retract(callId, commandId);
      return taken !== "not_live"
        ? taken
        : await ask({ act: "retract", callId, commandId }, RETRACT);
    },
    async answerHand(callId, answered) {
      const taken = own.answerHand(callId, answered);
      return taken !== "not_live"
        ? taken
        : await ask({ act: "answerHand", callId, answered }, HAND);
    },
    async mayListen(callId) {
      const may = own.mayListen(callId);
      return may !== "not_live" ? may : await ask({ act: "mayListen", callId }, MAY_LISTEN);
    },
    listen: sound.listen,
  };
}
