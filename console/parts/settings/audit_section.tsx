// The audit: who did what and when, as sentences; filters in the address; all that fits as a file.
import { useLocation } from "preact-iso/router";
import { AUDIT_ACTS } from "../../../server/contract/audit_acts.ts";
import type { AuditEntry } from "../../../server/contract/audit.ts";
import {
  actorKind,
  actorName,
  actWords,
  type AuditAsked,
  auditQuery,
  callOf,
  detailWords,
  readAuditAsked,
  writeAuditAsked,
} from "../../live/audit.ts";
import { sectionAddress } from "../../live/settings_sections.ts";
import { useStores } from "../../stores.ts";
import { SETTINGS_TEXTS } from "../../texts/settings.ts";
import { SETTINGS_AUDIT_TEXTS as TEXTS } from "../../texts/settings_audit.ts";
import { Field } from "../../ui/field.tsx";
import { SelectField } from "../../ui/text_field.tsx";
import { Ago } from "../../ui/time.tsx";
import { useAgentNames } from "../agent_names.ts";
import { ExportLinks } from "../export_links.tsx";
import { Loaded, Section } from "./section.tsx";
import { useFetched } from "./use_fetched.ts";
import { useOlder } from "./use_older.ts";

export function AuditSection() {
  const { api } = useStores();
  const { url, route } = useLocation();
  const asked = readAuditAsked(url.split("?")[1] ?? "");
  const query = auditQuery(asked);
  const page = useFetched(() => api.audit(query), query);
  const list = useOlder(page.value, {
    ask: (next) => api.audit(auditQuery(asked, next)),
    itemsOf: ({ entries }) => entries,
  });
  const { nameOf } = useAgentNames();
  const ask = (change: AuditAsked) =>
    route(`${sectionAddress("audit")}${writeAuditAsked({ ...asked, ...change })}`, true);
  return (
    <Section
      title={SETTINGS_TEXTS.sections.audit}
      about={TEXTS.about}
      acts={<ExportLinks kind="audit" query={query} name={TEXTS.export} as={TEXTS.exportAs} />}
    >
      <Filters asked={asked} onAsk={ask} />
      <Loaded fetched={page}>
        {() =>
          list.items.length === 0
            ? <p class="nothing-said">{TEXTS.none}</p>
            : (
              <ol class="audit-list">
                {list.items.map((entry) => (
                  <Entry key={entry.seq} entry={entry} agentName={nameOf} />
                ))}
              </ol>
            )}
      </Loaded>
      {list.items.length > 0 && (
        <p class="end-of-list">
          {list.any
            ? (
              <button type="button" class="button" onClick={() => void list.more()}>
                {TEXTS.older}
              </button>
            )
            : <span class="muted">{TEXTS.end}</span>}
        </p>
      )}
    </Section>
  );
}

function Filters({ asked, onAsk }: { asked: AuditAsked; onAsk: (change: AuditAsked) => void }) {
  const { api } = useStores();
  const people = useFetched(api.people);
  const tokens = useFetched(api.tokens);
  const actors = [
    ...(people.value ?? []).map(({ id, name }) => [id, name] as const),
    ...(tokens.value ?? []).map(({ id, name }) => [id, `${name} (${TEXTS.actors.token})`] as const),
  ];
  const acts = AUDIT_ACTS.map((act) => [act as string, TEXTS.acts[act]] as const)
    .toSorted(([, a], [, b]) => a.localeCompare(b));
  return (
    <fieldset class="audit-filters">
      <legend class="hidden">{TEXTS.filter}</legend>
      <SelectField
        label={TEXTS.filters.act}
        value={asked.act ?? ""}
        options={[["", TEXTS.filters.any], ...acts]}
        onValue={(act) => onAsk({ act })}
      />
      <SelectField
        label={TEXTS.filters.by}
        value={asked.by ?? ""}
        options={[["", TEXTS.filters.anybody], ...actors]}
        onValue={(by) => onAsk({ by })}
      />
      {(["from", "to"] as const).map((name) => (
        <Field key={name} label={TEXTS.filters[name]}>
          {(ids) => (
            <input
              {...ids}
              class="input"
              type="date"
              value={asked[name] ?? ""}
              onChange={(event) => onAsk({ [name]: event.currentTarget.value })}
            />
          )}
        </Field>
      ))}
      <Field label={TEXTS.filters.target}>
        {(ids) => (
          <input
            {...ids}
            class="input code"
            type="search"
            autocomplete="off"
            title={TEXTS.filters.targetHint}
            value={asked.target ?? ""}
            onChange={(event) => onAsk({ target: event.currentTarget.value })}
          />
        )}
      </Field>
      {Object.keys(asked).length > 0 && (
        <a class="button" href={sectionAddress("audit")}>{TEXTS.filters.clear}</a>
      )}
    </fieldset>
  );
}

function Entry(
  { entry, agentName }: { entry: AuditEntry; agentName: (id: string) => string },
) {
  const callId = callOf(entry);
  const small = [
    actorKind(entry),
    detailWords(entry),
    entry.address === "" ? "" : TEXTS.from(entry.address),
  ].filter((words) => words !== "");
  return (
    <li class="audit-entry">
      <span class="audit-when muted">
        <Ago atMs={entry.atMs} />
      </span>
      <span class="audit-what">
        <strong>{actorName(entry)}</strong> {actWords(entry, agentName)}
        {small.length > 0 && <small>{small.join(" · ")}</small>}
      </span>
      {callId !== "" && (
        <a href={`/calls/${encodeURIComponent(callId)}`}>
          {TEXTS.call}
          <span class="hidden">{callId.slice(-4)}</span>
        </a>
      )}
    </li>
  );
}
