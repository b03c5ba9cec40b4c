// One HTTP tool: what it is for, which address it calls, with which arguments; and a try of it.
import { HTTP_METHODS, LIMITS } from "../../../server/contract/agent_limits.ts";
import type { HttpTool } from "../../../server/contract/agent_tools.ts";
import { exampleArgs } from "../../live/example_args.ts";
import { checkHttpTool } from "../../live/tool_check.ts";
import { AGENT_TOOLS_TEXTS } from "../../texts/agent_tools.ts";
import { NumberField } from "../../ui/field.tsx";
import { LinesField, SelectField, TextField, tidyLines } from "../../ui/text_field.tsx";
import { HeaderFields } from "./header_fields.tsx";
import { AskFirst, Purpose, ToolDialog, type ToolDialogProps, useCopy } from "./tool_dialog.tsx";
import { TryIt } from "./try_it.tsx";

const TEXTS = AGENT_TOOLS_TEXTS.http;
const EXAMPLE_URL = "https://api.example.com/orders/{order_number}";

export function HttpToolDialog(props: ToolDialogProps<HttpTool>) {
  const copy = useCopy(props, {
    nameField: "name",
    check: checkHttpTool,
    tidy: (tool) => ({ ...tool, redact: tidyLines(tool.redact) }),
  });
  const { item: tool, set, at } = copy;
  return (
    <ToolDialog
      title={props.item.name || TEXTS.fresh}
      copy={copy}
      onDone={props.onDone}
      onClose={props.onClose}
    >
      <TextField
        code
        label={TEXTS.name}
        error={at("name")}
        hint={TEXTS.nameHint}
        value={tool.name}
        onValue={(name) => set({ name: name.trim() })}
      />
      <Purpose copy={copy} hint={TEXTS.purposeHint} />
      <div class="method-row">
        <SelectField
          label={TEXTS.method}
          value={tool.method}
          options={HTTP_METHODS.map((method) => [method, method] as const)}
          onValue={(method) => set({ method })}
        />
        <TextField
          code
          label={TEXTS.address}
          error={at("url")}
          placeholder={EXAMPLE_URL}
          value={tool.url}
          onValue={(url) => set({ url: url.trim() })}
        />
      </div>
      <p class="field-hint">
        {TEXTS.addressHint}
      </p>
      <HeaderFields
        headers={tool.headers}
        secretNames={props.toolbox?.secretNames ?? []}
        errorAt={at}
        onHeaders={(headers) => set({ headers })}
      />
      <TextField
        code
        label={TEXTS.args}
        rows={8}
        error={at("parameters")}
        hint={TEXTS.argsHint}
        value={tool.parameters}
        onValue={(parameters) => set({ parameters })}
      />
      <div class="number-grid">
        <NumberField
          label={TEXTS.deadline}
          unit="s"
          per={1000}
          hint={TEXTS.deadlineHint}
          range={LIMITS.toolTimeoutMs}
          step={0.5}
          value={tool.timeoutMs}
          error={at("timeoutMs")}
          onValue={(timeoutMs) => set({ timeoutMs })}
        />
        <LinesField
          label={TEXTS.redact}
          hint={TEXTS.redactHint}
          error={at("redact")}
          values={tool.redact}
          onValues={(redact) => set({ redact })}
        />
      </div>
      <AskFirst checked={tool.confirm} onChange={(confirm) => set({ confirm })} />
      <TryIt
        example={exampleArgs(tool.parameters)}
        request={(args) => {
          const sound = copy.sound();
          return sound && { kind: "http", tool: sound, args };
        }}
      />
    </ToolDialog>
  );
}
