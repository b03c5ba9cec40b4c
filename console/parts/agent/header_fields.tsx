// Headers of an HTTP tool. Keys belong on the server: a header names a secret instead of holding it.
import type { HttpTool } from "../../../server/contract/agent_tools.ts";
import { looksSecret } from "../../live/tool_check.ts";
import { AGENT_TOOLS_TEXTS } from "../../texts/agent_tools.ts";
import { ItemRows } from "../../ui/item_rows.tsx";
import { SelectField, TextField } from "../../ui/text_field.tsx";

const TEXTS = AGENT_TOOLS_TEXTS.headers;
const EXAMPLE = { name: "Authorization", value: withSecret("Bearer ", "CRM_KEY") };

type Headers = HttpTool["headers"];

interface HeaderFieldsProps {
  headers: Headers;
  secretNames: readonly string[];
  errorAt: (field: string) => string | undefined;
  onHeaders: (headers: Headers) => void;
}

const MOST = 20;

export function HeaderFields({ headers, secretNames, errorAt, onHeaders }: HeaderFieldsProps) {
  return (
    <fieldset class="group">
      <legend class="field-label">{TEXTS.title}</legend>
      <ItemRows
        items={headers}
        onItems={onHeaders}
        add={TEXTS.add}
        fresh={() => headers.length < MOST ? { name: "", value: "" } : null}
        what={({ name }) => TEXTS.which(name)}
        look="header-row"
        row={({ name, value }, set, index) => (
          <>
            <TextField
              code
              label={TEXTS.name}
              placeholder={EXAMPLE.name}
              error={errorAt(`headers.${index}.name`)}
              value={name}
              onValue={(text) => set({ name: text.trim() })}
            />
            <TextField
              code
              label={TEXTS.value}
              placeholder={EXAMPLE.value}
              error={errorAt(`headers.${index}.value`)}
              hint={looksSecret(value) && <span class="warn">{TEXTS.inTheOpen}</span>}
              value={value}
              onValue={(text) => set({ value: text })}
            />
            {secretNames.length > 0 && (
              <SelectField
                label={TEXTS.secret(name)}
                value=""
                options={[["", TEXTS.choose], ...secretNames.map((it) => [it, it] as const)]}
                onValue={(secret) => {
                  if (secret !== "") set({ value: withSecret(value, secret) });
                }}
              />
            )}
          </>
        )}
      />
      {secretNames.length === 0 && (
        <p class="field-hint">
          {TEXTS.noSecrets}
        </p>
      )}
    </fieldset>
  );
}

function withSecret(value: string, secret: string): string {
  const reference = `{{secret.${secret}}}`;
  const old = /\{\{secret\.[A-Z0-9_]*\}\}/;
  return old.test(value) ? value.replace(old, reference) : `${value}${reference}`;
}
