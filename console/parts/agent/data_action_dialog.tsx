// One Genesys Data Action that the agent may use.
import type { DataAction } from "../../../server/contract/agent_tools.ts";
import { checkDataAction } from "../../live/tool_check.ts";
import { AGENT_TOOLS_TEXTS } from "../../texts/agent_tools.ts";
import { TextField } from "../../ui/text_field.tsx";
import { AskFirst, Purpose, ToolDialog, type ToolDialogProps, useCopy } from "./tool_dialog.tsx";
import { TryIt } from "./try_it.tsx";

const TEXTS = AGENT_TOOLS_TEXTS.dataActions;

export function DataActionDialog(props: ToolDialogProps<DataAction>) {
  const copy = useCopy(props, { nameField: "id", check: checkDataAction });
  const { item: action, set, at } = copy;
  return (
    <ToolDialog
      title={props.item.id === "" ? TEXTS.fresh : TEXTS.one}
      copy={copy}
      onDone={props.onDone}
      onClose={props.onClose}
    >
      {props.toolbox?.dataActions === false && <p class="field-hint warn">{TEXTS.noGenesys}</p>}
      <TextField
        code
        label={TEXTS.id}
        error={at("id")}
        hint={TEXTS.idHint}
        value={action.id}
        onValue={(id) => set({ id: id.trim() })}
      />
      <Purpose copy={copy} hint={TEXTS.purposeHint} />
      <AskFirst checked={action.confirm} onChange={(confirm) => set({ confirm })} />
      <TryIt
        example="{}"
        request={(args) => {
          const sound = copy.sound();
          return sound && { kind: "data_action", tool: sound, args };
        }}
      />
    </ToolDialog>
  );
}
