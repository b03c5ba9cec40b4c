// Effects of a step that are for the model's session and nobody else. Knows neither sound nor the phone.
import type { Upstream } from "../upstream/upstream.ts";
import type { Briefed } from "./briefed.ts";
import type { Effect } from "./talk.ts";

export type ModelEffect = Extract<Effect, {
  do: "respond" | "cancel" | "toolResult" | "approve" | "summarise" | "forget";
}>;

const FOR_MODEL: ReadonlySet<Effect["do"]> = new Set<ModelEffect["do"]>([
  "respond",
  "cancel",
  "toolResult",
  "approve",
  "summarise",
  "forget",
]);

export function isForModel(effect: Effect): effect is ModelEffect {
  return FOR_MODEL.has(effect.do);
}

export function toModel(effect: ModelEffect, upstream: Upstream, briefed: Briefed): void {
  switch (effect.do) {
    case "respond": {
      const { cause, words, tools, must } = effect;
      return upstream.respond({
        cause,
        ...(words !== undefined && { instructions: briefed.instructions(words) }),
        ...(tools && { tools }),
        ...(must && { must }),
      });
    }
    case "cancel":
      return upstream.cancel();
    case "toolResult":
      return upstream.toolResult(effect.toolCallId, effect.output);
    case "approve":
      return upstream.approve(effect.approvalId, effect.approve);
    case "summarise": {
      const { withinMs } = effect;
      return upstream.ask({ purpose: "summary", instructions: briefed.summaryPrompt, withinMs });
    }
    case "forget":
      return upstream.forget(effect.itemId);
  }
}
