// Tokens of programs: what each may do, when it was last used, when it ends.
import { useState } from "preact/hooks";
import type { ApiToken, MadeApiToken } from "../../../server/contract/api_token.ts";
import { expiry } from "../../live/people.ts";
import { useStores } from "../../stores.ts";
import { SETTINGS_TEXTS } from "../../texts/settings.ts";
import { SETTINGS_PEOPLE_TEXTS } from "../../texts/settings_people.ts";
import { PlusIcon } from "../../ui/icons.tsx";
import { Ago } from "../../ui/time.tsx";
import { dayWords } from "../../ui/time_words.ts";
import { RoleTags } from "./roles_field.tsx";
import { SecondPressButton } from "./second_press_button.tsx";
import { Loaded, NothingYet, Section } from "./section.tsx";
import { ShownOnce } from "./shown_once.tsx";
import { TokenDialog } from "./token_dialog.tsx";
import { SettingsTable } from "./settings_table.tsx";
import { useFetched } from "./use_fetched.ts";

const TEXTS = SETTINGS_PEOPLE_TEXTS.tokens;

export function TokensSection() {
  const { api, notices } = useStores();
  const tokens = useFetched(api.tokens);
  const [open, setOpen] = useState<"form" | MadeApiToken | null>(null);
  const close = () => setOpen(null);
  const any = (tokens.value?.length ?? 0) > 0;
  const make = (
    <button type="button" class="button primary" onClick={() => setOpen("form")}>
      <PlusIcon />
      {TEXTS.make}
    </button>
  );

  async function remove({ id, name }: ApiToken): Promise<void> {
    const result = await api.deleteToken(id);
    notices.show(
      result.ok
        ? { text: TEXTS.removed(name), tone: "plain" }
        : { text: result.refusal.message, tone: "act" },
    );
    await tokens.again();
    document.querySelector<HTMLElement>("#main")?.focus();
  }

  return (
    <Section
      title={SETTINGS_TEXTS.sections.tokens}
      about={TEXTS.about}
      acts={
        <>
          <a class="button" href="/api/openapi.json" target="_blank">{TEXTS.api}</a>
          {any && make}
        </>
      }
    >
      <Loaded fetched={tokens}>
        {(all) =>
          all.length === 0
            ? <NothingYet title={TEXTS.none} words={TEXTS.noneWords}>{make}</NothingYet>
            : <TokenTable tokens={all} onRemove={(token) => void remove(token)} />}
      </Loaded>
      {open === "form" && (
        <TokenDialog
          onMade={(made) => {
            setOpen(made);
            void tokens.again();
          }}
          onClose={close}
        />
      )}
      {open !== null && open !== "form" && (
        <ShownOnce
          title={TEXTS.made.title(open.token.name)}
          words={TEXTS.made.words}
          label={TEXTS.made.label}
          copyWhat={TEXTS.made.copyWhat}
          text={open.text}
          onClose={close}
        />
      )}
    </Section>
  );
}

function TokenTable(
  { tokens, onRemove }: { tokens: readonly ApiToken[]; onRemove: (token: ApiToken) => void },
) {
  const { columns } = TEXTS;
  return (
    <SettingsTable
      look="token-table"
      columns={[columns.name, columns.roles, columns.made, columns.used, columns.expires]}
      acts={columns.acts}
    >
      {tokens.map((token) => (
        <tr key={token.id}>
          <th scope="row" class="cell-main">
            {token.name}
            <small>
              <code>{token.begins}…</code>
            </small>
          </th>
          <td class="cell-roles">
            <RoleTags roles={token.roles} />
          </td>
          <td class="muted">
            <span class="cell-name">{columns.made}</span>
            <Ago atMs={token.createdAtMs} /> {TEXTS.by(token.by)}
          </td>
          <td class="muted">
            <span class="cell-name">{columns.used}</span>
            {token.usedAtMs === null ? SETTINGS_TEXTS.never : <Ago atMs={token.usedAtMs} />}
          </td>
          <td>
            <span class="cell-name">{columns.expires}</span>
            <Expiry atMs={token.expiresAtMs} />
          </td>
          <td class="col-act">
            <SecondPressButton
              small
              words={columns.acts}
              label={TEXTS.remove(token.name)}
              again={TEXTS.removeAgain}
              told={TEXTS.removeTold(token.name)}
              onAct={() => onRemove(token)}
            />
          </td>
        </tr>
      ))}
    </SettingsTable>
  );
}

function Expiry({ atMs }: { atMs: number | null }) {
  const nowMs = useStores().clock.wallMs.value;
  const when = expiry(atMs, nowMs);
  if (atMs === null) return <span class="muted">{TEXTS.neverExpires}</span>;
  if (when === "past") return <span class="tag bad">{TEXTS.expired}</span>;
  return <span class={when === "soon" ? "tag watch" : "muted"}>{dayWords(atMs, nowMs)}</span>;
}
