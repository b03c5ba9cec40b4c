// One remote MCP server: where it is, which of its tools are allowed, and on whose word they run.
import type { McpServer } from "../../../server/contract/agent_tools.ts";
import { checkMcpServer } from "../../live/tool_check.ts";
import { LinesField, SelectField, TextField, tidyLines } from "../../ui/text_field.tsx";
import { AskFirst, Purpose, ToolDialog, type ToolDialogProps, useCopy } from "./tool_dialog.tsx";

export function McpServerDialog(props: ToolDialogProps<McpServer>) {
  const secretNames = props.toolbox?.secretNames ?? [];
  const copy = useCopy(props, {
    nameField: "label",
    check: checkMcpServer,
    tidy: (server) => ({ ...server, allowedTools: tidyLines(server.allowedTools) }),
  });
  const { item: server, set, at } = copy;
  return (
    <ToolDialog
      title={props.item.label || "New MCP server"}
      copy={copy}
      onDone={props.onDone}
      onClose={props.onClose}
    >
      <p class="field-hint">
        The model's provider calls this server, not Hookline: it has to be reachable from the
        internet.
      </p>
      <TextField
        code
        label="Label"
        error={at("label")}
        hint="As the model and the events name it."
        value={server.label}
        onValue={(label) => set({ label: label.trim() })}
      />
      <TextField
        code
        label="Address"
        error={at("url")}
        value={server.url}
        onValue={(url) => set({ url: url.trim() })}
      />
      <Purpose copy={copy} hint="For the model; may be empty." />
      <LinesField
        label="Allowed tools"
        hint="One to a line. Empty: all that it offers, now and later."
        error={at("allowedTools")}
        values={server.allowedTools}
        onValues={(allowedTools) => set({ allowedTools })}
      />
      <SelectField
        label="Secret sent as authorization"
        error={at("secret")}
        hint={secretNames.length === 0 ? "Set SECRET_… on the server for one." : undefined}
        value={server.secret}
        options={[["", "None"], ...secretNames.map((name) => [name, name] as const)]}
        onValue={(secret) => set({ secret })}
      />
      <AskFirst
        checked={server.approval === "spoken_yes"}
        onChange={(on) => set({ approval: on ? "spoken_yes" : "never" })}
      />
    </ToolDialog>
  );
}
