// DATA_ACTION_IDS and DATA_ACTION_DESCRIPTIONS of a call: which Genesys Data Actions it may use. Pure.
import { LIMITS } from "../contract/agent_limits.ts";
import { type DataAction, dataActionSchema } from "../contract/agent_tools.ts";
import { cutBytes, quoted } from "./data_text.ts";
import type { Note } from "./note.ts";

/** `ids`: separated by pipe, comma, semicolon or line break. `descriptions`: by pipe, one for each id, or "". */
export function readDataActions(
  ids: string,
  descriptions: string,
): { dataActions: DataAction[]; notes: Note[] } {
  const notes: Note[] = [];
  const ignored = (detail: string) => notes.push({ code: "variable_ignored", detail });
  const given = ids.split(/[|,;\r\n]/).map((id) => id.trim()).filter((id) => id !== "");
  const words = descriptionsFor(given.length, descriptions);
  if (words === null) {
    ignored(
      `DATA_ACTION_DESCRIPTIONS: there must be one for each of the ${given.length} ids in DATA_ACTION_IDS, ` +
        "separated by pipes; all were ignored",
    );
  }
  const dataActions = new Map<string, DataAction>();
  for (const [index, id] of given.entries()) {
    if (dataActions.has(id)) continue;
    const description = cutBytes(words?.[index] ?? "", LIMITS.phraseBytes);
    const action = dataActionSchema.safeParse({ id, description, confirm: false });
    if (!action.success) {
      ignored(
        `DATA_ACTION_IDS: ${
          quoted(id)
        } cannot be an action's id: letters, digits, "_", "." and "-"`,
      );
    } else if (dataActions.size >= LIMITS.tools) {
      ignored(`DATA_ACTION_IDS: more than ${LIMITS.tools}; the others were ignored`);
      break;
    } else {
      dataActions.set(id, action.data);
    }
  }
  return { dataActions: [...dataActions.values()], notes };
}

/** null: not as many as there are ids. Counted before any id is left out, so that the rest keep theirs. */
function descriptionsFor(count: number, text: string): string[] | null {
  if (text.trim() === "") return [];
  const words = text.split("|").map((part) => part.trim());
  if (words.length === count + 1 && words.at(-1) === "") words.pop();
  return words.length === count ? words : null;
}
