// One remote MCP server: where it is, which of its tools are allowed, and on whose word they run.
import type { McpServer } from "../../../server/contract/agent_tools.ts";
import { checkMcpServer } from "../../live/tool_check.ts";
import { AGENT_TOOLS_TEXTS } from "../../texts/agent_tools.ts";
import { LinesField, SelectField, TextField, tidyLines } from "../../ui/text_field.tsx";
import { AskFirst, Purpose, ToolDialog, type ToolDialogProps, useCopy } from "./tool_dialog.tsx";

const TEXTS = AGENT_TOOLS_TEXTS.mcp;

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
      title={props.item.label || TEXTS.fresh}
      copy={copy}
      onDone={props.onDone}
      onClose={props.onClose}
    >
      <p class="field-hint">
        {TEXTS.reach}
      </p>
      <TextField
        code
        label={TEXTS.label}
        error={at("label")}
        hint={TEXTS.labelHint}
        value={server.label}
        onValue={(label) => set({ label: label.trim() })}
      />
      <TextField
        code
        label={TEXTS.address}
        error={at("url")}
        value={server.url}
        onValue={(url) => set({ url: url.trim() })}
      />
      <Purpose copy={copy} hint={TEXTS.purposeHint} />
      <LinesField
        label={TEXTS.allowed}
        hint={TEXTS.allowedHint}
        error={at("allowedTools")}
        values={server.allowedTools}
        onValues={(allowedTools) => set({ allowedTools })}
      />
      <SelectField
        label={TEXTS.secret}
        error={at("secret")}
        hint={secretNames.length === 0 ? TEXTS.secretHint : undefined}
        value={server.secret}
        options={[["", TEXTS.noSecret], ...secretNames.map((name) => [name, name] as const)]}
        onValue={(secret) => set({ secret })}
      />
      <AskFirst
        checked={server.approval === "spoken_yes"}
        onChange={(on) => set({ approval: on ? "spoken_yes" : "never" })}
      />
    </ToolDialog>
  );
}
