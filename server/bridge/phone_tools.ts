// The phone system's own tools as the bridge knows tools. Knows no protocol.
import type { PhoneTool } from "../telephony/channel.ts";
import type { CallTool, ToolOutcome } from "./call_tool.ts";
import { argsObject } from "./args_object.ts";

const SHOWN_CHARS = 2048;
const SAY_CHARS = 2000;

export function asCallTool(tool: PhoneTool): CallTool {
  const { name, description, parameters, then } = tool;
  return {
    definition: { name, description, parameters },
    confirm: false,
    then,
    shownArgs: (args) => args.slice(0, SHOWN_CHARS),
    async run(args): Promise<ToolOutcome> {
      const read = argsObject(args);
      if (!read) {
        return outcomeOf(false, "The arguments are not a JSON object: call it again with one.");
      }
      const { ok, say } = await tool.run(read);
      return outcomeOf(ok, say.slice(0, SAY_CHARS));
    },
  };
}

function outcomeOf(ok: boolean, say: string): ToolOutcome {
  const output = JSON.stringify(ok ? { status: "ok", message: say } : { error: say });
  return { ok, output, shown: say };
}
