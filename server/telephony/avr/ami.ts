// What avr-ami can do for a call (avr § 4): transfer it, hang it up. In words for the model, whatever comes of it.
// Knows neither how avr-ami is reached nor the session.
import type { PhoneTool, PhoneToolResult } from "../channel.ts";

/** What avr-ami answered, or that it did not, in a short code. */
export type AmiAnswer = { status: number; body: string } | { error: string };
/** Never rejects. */
export type AmiPost = (path: "/transfer" | "/hangup", body: object) => Promise<AmiAnswer>;

export interface Extension {
  exten: string;
  context: string;
  priority: number;
}

const EXTENSION = /^[A-Za-z0-9*#+._-]{1,80}$/;
const CONTEXT = /^[A-Za-z0-9_-]{1,80}$/;

/** Why a request came to nothing, "" when it did not. Nothing of what avr-ami wrote is in it. */
export function amiFailure(answer: AmiAnswer): string {
  if ("error" in answer) return `avr-ami could not be asked (${answer.error.slice(0, 40)})`;
  if (answer.status >= 200 && answer.status < 300) return "";
  return answer.status === 404
    ? "avr-ami does not know this call (status 404)"
    : `avr-ami answered with status ${answer.status}`;
}

/** The tools of one call. `ask` is bounded in time and never rejects. */
export function amiTools(
  options: { uuid: string; context: string; ask: AmiPost },
): readonly PhoneTool[] {
  const { uuid, context, ask } = options;

  async function transfer(args: Readonly<Record<string, unknown>>): Promise<PhoneToolResult> {
    const to = readExtension(args, context);
    if ("wrong" in to) return { ok: false, say: `The call was not transferred: ${to.wrong}.` };
    const failure = amiFailure(await ask("/transfer", { uuid, ...to }));
    if (failure === "") return { ok: true, say: `The caller is being put through to ${to.exten}.` };
    return {
      ok: false,
      say: `The call was not transferred: ${failure}. Do not try again: tell the caller that you ` +
        "cannot put them through now, and help in another way.",
    };
  }

  async function hangUp(): Promise<PhoneToolResult> {
    const failure = amiFailure(await ask("/hangup", { uuid }));
    if (failure === "") return { ok: true, say: "The call has ended." };
    return { ok: false, say: `The call was not ended: ${failure}. Do not try again.` };
  }

  return [
    {
      name: "avr_transfer",
      description: "Transfers the caller to another extension of the phone system. Say in one " +
        "sentence that you are putting them through, then use it.",
      parameters: {
        type: "object",
        properties: {
          transfer_extension: { type: "string", description: "Extension to transfer to" },
          transfer_context: {
            type: "string",
            description: `Context of the dialplan; without it ${context}`,
          },
          transfer_priority: {
            type: "integer",
            description: "Priority in the dialplan; without it 1",
          },
        },
        required: ["transfer_extension"],
      },
      then: "handed_over",
      targetArgument: "transfer_extension",
      run: transfer,
    },
    {
      name: "avr_hangup",
      description: "Ends the call. Say goodbye in one sentence, then use it.",
      parameters: { type: "object", properties: {} },
      then: "completed",
      run: hangUp,
    },
  ];
}

function readExtension(
  args: Readonly<Record<string, unknown>>,
  fallback: string,
): Extension | { wrong: string } {
  const exten = textOf(args.transfer_extension);
  if (!EXTENSION.test(exten)) {
    return { wrong: "transfer_extension must be an extension such as 2001" };
  }
  const context = textOf(args.transfer_context) || fallback;
  if (!CONTEXT.test(context)) return { wrong: "transfer_context must be a name such as demo" };
  const priority = Number(textOf(args.transfer_priority) || "1");
  if (!Number.isInteger(priority) || priority < 1 || priority > 999) {
    return { wrong: "transfer_priority must be a whole number such as 1" };
  }
  return { exten, context, priority };
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
}
