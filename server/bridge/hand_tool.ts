// The tool by which an agent asks the supervisors while the call goes on: what the model is told of it, and how its
// arguments are read. What becomes of a question is in talk_hand.ts.
import type { AgentConfig } from "../contract/agent.ts";
import { HAND_LIMITS } from "../contract/hand_limits.ts";
import type { ToolDefinition } from "../upstream/upstream.ts";
import { argsObject } from "./args_object.ts";

export const HAND_TOOL = "ask_supervisor";

export interface Asked {
  question: string;
  answers: readonly [string, string];
  otherwise: string;
}

/** Empty where the agent's settings do not switch it on. */
export function handTools({ raisedHand }: Pick<AgentConfig, "raisedHand">): ToolDefinition[] {
  if (!raisedHand.on) return [];
  const { questionChars, answerChars, otherwiseChars } = HAND_LIMITS;
  const text = (maxLength: number, description: string) => (
    { type: "string", maxLength, description }
  );
  return [{
    name: HAND_TOOL,
    description:
      "Asks the supervisors who watch this call, who know more and may decide more than you. Use it when you need " +
      "a decision or a fact that you do not have, and only one question at a time. Announce nothing: the caller is " +
      "told for you that you are asking, and you may go on talking with the caller meanwhile. The answer is told " +
      `to you within ${Math.round(raisedHand.waitMs / 1000)} seconds.`,
    parameters: {
      type: "object",
      properties: {
        question: text(
          questionChars,
          "What you need to know, in one sentence that makes sense to somebody who has not listened.",
        ),
        answers: {
          type: "array",
          minItems: 2,
          maxItems: 2,
          items: text(answerChars, "A short answer that a supervisor can give with one key."),
          description: "The two most likely answers.",
        },
        otherwise: text(otherwiseChars, "What you will do when nobody answers in time."),
      },
      required: ["question", "answers", "otherwise"],
      additionalProperties: false,
    },
  }];
}

/** An error says in words for the model what is wrong. What is too long is cut: nobody can answer it otherwise. */
export function readAsked(args: string): Asked | { error: string } {
  const read = argsObject(args);
  const { questionChars, answerChars, otherwiseChars } = HAND_LIMITS;
  const question = words(read?.["question"], questionChars);
  if (question === "") return { error: "The question is missing: say what you need to know." };
  const given = Array.isArray(read?.["answers"]) ? read["answers"] : [];
  const [first = "", second = ""] = given.map((answer) => words(answer, answerChars))
    .filter((answer) => answer !== "");
  if (second === "" || first === second) {
    return { error: "Two different answers are needed, of which a supervisor chooses one." };
  }
  const otherwise = words(read?.["otherwise"], otherwiseChars);
  if (otherwise === "") {
    return { error: "Say under otherwise what you will do when nobody answers." };
  }
  return { question, answers: [first, second], otherwise };
}

function words(value: unknown, chars: number): string {
  return typeof value === "string"
    ? value.replaceAll(/\s+/g, " ").trim().slice(0, chars).toWellFormed().trim()
    : "";
}
