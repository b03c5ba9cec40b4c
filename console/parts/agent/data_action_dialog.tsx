// One Genesys Data Action that the agent may use.
import type { DataAction } from "../../../server/contract/agent_tools.ts";
import { checkDataAction } from "../../live/tool_check.ts";
import { TextField } from "../../ui/text_field.tsx";
import { AskFirst, Purpose, ToolDialog, type ToolDialogProps, useCopy } from "./tool_dialog.tsx";
import { TryIt } from "./try_it.tsx";

export const NO_GENESYS = "Data Actions cannot run here: set GENESYS_CLIENT_ID and its secret.";

export function DataActionDialog(props: ToolDialogProps<DataAction>) {
  const copy = useCopy(props, { nameField: "id", check: checkDataAction });
  const { item: action, set, at } = copy;
  return (
    <ToolDialog
      title={props.item.id === "" ? "New Data Action" : "Data Action"}
      copy={copy}
      onDone={props.onDone}
      onClose={props.onClose}
    >
      {props.toolbox?.dataActions === false && <p class="field-hint warn">{NO_GENESYS}</p>}
      <TextField
        code
        label="Id"
        error={at("id")}
        hint="As Genesys shows it, such as custom_-_0a1b…"
        value={action.id}
        onValue={(id) => set({ id: id.trim() })}
      />
      <Purpose copy={copy} hint="Empty: as Genesys describes it." />
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
