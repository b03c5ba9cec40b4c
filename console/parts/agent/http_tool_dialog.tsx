// One HTTP tool: what it is for, which address it calls, with which arguments; and a try of it.
import { HTTP_METHODS, LIMITS } from "../../../server/contract/agent_limits.ts";
import type { HttpTool } from "../../../server/contract/agent_tools.ts";
import { exampleArgs } from "../../live/example_args.ts";
import { checkHttpTool } from "../../live/tool_check.ts";
import { NumberField } from "../../ui/field.tsx";
import { LinesField, SelectField, TextField, tidyLines } from "../../ui/text_field.tsx";
import { HeaderFields } from "./header_fields.tsx";
import { AskFirst, Purpose, ToolDialog, type ToolDialogProps, useCopy } from "./tool_dialog.tsx";
import { TryIt } from "./try_it.tsx";

export function HttpToolDialog(props: ToolDialogProps<HttpTool>) {
  const copy = useCopy(props, {
    nameField: "name",
    check: checkHttpTool,
    tidy: (tool) => ({ ...tool, redact: tidyLines(tool.redact) }),
  });
  const { item: tool, set, at } = copy;
  return (
    <ToolDialog
      title={props.item.name || "New HTTP tool"}
      copy={copy}
      onDone={props.onDone}
      onClose={props.onClose}
    >
      <TextField
        code
        label="Name"
        error={at("name")}
        hint="As the model calls it, such as order_status."
        value={tool.name}
        onValue={(name) => set({ name: name.trim() })}
      />
      <Purpose copy={copy} hint="For the model, which chooses by it." />
      <div class="method-row">
        <SelectField
          label="Method"
          value={tool.method}
          options={HTTP_METHODS.map((method) => [method, method] as const)}
          onValue={(method) => set({ method })}
        />
        <TextField
          code
          label="Address"
          error={at("url")}
          placeholder="https://api.example.com/orders/{order_number}"
          value={tool.url}
          onValue={(url) => set({ url: url.trim() })}
        />
      </div>
      <p class="field-hint">
        {"{argument}"}{" "}
        in the address takes that argument. The others travel in the query with GET and DELETE, else
        as JSON.
      </p>
      <HeaderFields
        headers={tool.headers}
        secretNames={props.toolbox?.secretNames ?? []}
        errorAt={at}
        onHeaders={(headers) => set({ headers })}
      />
      <TextField
        code
        label="Arguments"
        rows={8}
        error={at("parameters")}
        hint="JSON Schema. The descriptions are read by the model."
        value={tool.parameters}
        onValue={(parameters) => set({ parameters })}
      />
      <div class="number-grid">
        <NumberField
          label="Deadline"
          unit="s"
          per={1000}
          hint="The caller waits meanwhile."
          range={LIMITS.toolTimeoutMs}
          step={0.5}
          value={tool.timeoutMs}
          error={at("timeoutMs")}
          onValue={(timeoutMs) => set({ timeoutMs })}
        />
        <LinesField
          label="Not to be stored"
          hint="Paths in arguments and results, one to a line: items.*.iban"
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
