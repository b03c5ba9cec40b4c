// Headers of an HTTP tool. Keys belong on the server: a header names a secret instead of holding it.
import type { HttpTool } from "../../../server/contract/agent_tools.ts";
import { looksSecret } from "../../live/tool_check.ts";
import { ItemRows } from "../../ui/item_rows.tsx";
import { SelectField, TextField } from "../../ui/text_field.tsx";

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
      <legend class="field-label">Headers</legend>
      <ItemRows
        items={headers}
        onItems={onHeaders}
        add="Add a header"
        fresh={() => headers.length < MOST ? { name: "", value: "" } : null}
        what={({ name }) => `header ${name}`}
        look="header-row"
        row={({ name, value }, set, index) => (
          <>
            <TextField
              code
              label="Header"
              placeholder="Authorization"
              error={errorAt(`headers.${index}.name`)}
              value={name}
              onValue={(text) => set({ name: text.trim() })}
            />
            <TextField
              code
              label="Value"
              placeholder="Bearer {{secret.CRM_KEY}}"
              error={errorAt(`headers.${index}.value`)}
              hint={looksSecret(value) && <span class="warn">{IN_THE_OPEN}</span>}
              value={value}
              onValue={(text) => set({ value: text })}
            />
            {secretNames.length > 0 && (
              <SelectField
                label={`Put a secret into ${name || "it"}`}
                value=""
                options={[["", "Choose…"], ...secretNames.map((it) => [it, it] as const)]}
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
          Keys belong on the server: set SECRET_CRM_KEY there, and write {"{{secret.CRM_KEY}}"}{" "}
          here.
        </p>
      )}
    </fieldset>
  );
}

const IN_THE_OPEN =
  "This looks like a key, and everybody here can read it. Set it on the server as SECRET_….";

function withSecret(value: string, secret: string): string {
  const reference = `{{secret.${secret}}}`;
  const old = /\{\{secret\.[A-Z0-9_]*\}\}/;
  return old.test(value) ? value.replace(old, reference) : `${value}${reference}`;
}
