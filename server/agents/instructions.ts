// Where the instructions of a call come from: the first source that has any wins. A source that fails is
// passed over with a note; the call goes on. Knows nothing of what the instructions say.
import type { Clock } from "../clock.ts";
import type { AgentConfig } from "../contract/agent.ts";
import type { InstructionSource } from "../contract/call.ts";
import type { Egress } from "../egress/egress.ts";
import type { Log } from "../observe/log.ts";
import { BUILT_IN_GREETING, BUILT_IN_PROMPT, PLAIN_GREETING } from "./default_config.ts";
import type { Inputs } from "./inputs.ts";
import { createInstructionsFile } from "./instructions_file.ts";
import { createInstructionsUrl } from "./instructions_url.ts";
import type { Note } from "./note.ts";
import type { SourceAnswer } from "./source_answer.ts";

export interface InstructionsOptions {
  /** OPENAI_INSTRUCTIONS; "": not set. */
  settingText: string;
  /** OPENAI_URL_INSTRUCTIONS; "": not set. */
  url: string;
  /** OPENAI_FILE_INSTRUCTIONS; "": not set. */
  filePath: string;
  readFile(path: string): Promise<string>;
  egress: Egress;
  clock: Clock;
  log: Log;
}

export interface FoundInstructions {
  /** Not rendered yet. */
  prompt: string;
  from: InstructionSource;
  /**
   * The agent's; but where the prompt is somebody else's and nobody has written a greeting, a plain one: the
   * built-in one names a company that the prompt does not know.
   */
  greeting: string;
  notes: Note[];
}

export interface Instructions {
  /** Never rejects. Waits for nothing where no URL and no file is asked; else at most 1.3 seconds. */
  for(
    call: { config: AgentConfig; inputs: Pick<Inputs, "prompt">; callId: string },
  ): Promise<FoundInstructions>;
}

export function createInstructions(options: InstructionsOptions): Instructions {
  const { settingText, url, filePath } = options;
  const fromUrl = url === "" ? null : createInstructionsUrl(options);
  const fromFile = filePath === "" ? null : createInstructionsFile(options);

  return {
    async for({ config, inputs, callId }) {
      const notes: Note[] = [];
      const found = (prompt: string, from: InstructionSource): FoundInstructions => ({
        prompt,
        from,
        greeting: greetingFor(config, from),
        notes,
      });
      const heard = (answer: SourceAnswer): string | null => {
        if (answer.note) notes.push(answer.note);
        return answer.text;
      };

      if (inputs.prompt !== null) return found(inputs.prompt, "variable");
      if (hasOwnPrompt(config)) return found(config.prompt, "agent");
      if (settingText.trim() !== "") return found(settingText, "setting");
      const fetched = fromUrl && heard(await fromUrl(callId));
      if (fetched !== null) return found(fetched, "url");
      const read = fromFile && heard(await fromFile());
      if (read !== null) return found(read, "file");
      return found(BUILT_IN_PROMPT, "built_in");
    },
  };
}

/** Somebody has written it: it is neither empty nor the one of a fresh installation. */
function hasOwnPrompt({ prompt }: AgentConfig): boolean {
  const own = prompt.trim();
  return own !== "" && own !== BUILT_IN_PROMPT.trim();
}

function greetingFor({ greeting }: AgentConfig, from: InstructionSource): string {
  const unwritten = greeting === BUILT_IN_GREETING;
  return unwritten && from !== "built_in" && from !== "agent" ? PLAIN_GREETING : greeting;
}
