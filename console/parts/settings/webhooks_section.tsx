// Where messages go: a card for each receiver, with a sample at hand; the log of one of them has its own address.
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import type { MadeWebhook, Webhook } from "../../../server/contract/webhook.ts";
import { WEBHOOK_EVENTS } from "../../../server/contract/webhook_limits.ts";
import { sectionAddress } from "../../live/settings_sections.ts";
import { outcomeWords, wasTaken } from "../../live/webhooks.ts";
import { useStores } from "../../stores.ts";
import { SETTINGS_TEXTS } from "../../texts/settings.ts";
import { SETTINGS_WEBHOOKS_TEXTS as TEXTS } from "../../texts/settings_webhooks.ts";
import { PlusIcon } from "../../ui/icons.tsx";
import { spanWords } from "../../ui/time_words.ts";
import { Deliveries } from "./deliveries.tsx";
import { Loaded, NothingYet, Section } from "./section.tsx";
import { ShownOnce } from "./shown_once.tsx";
import { useFetched } from "./use_fetched.ts";
import { WebhookDialog } from "./webhook_dialog.tsx";

type Open = { kind: "form"; webhook: Webhook | null } | { kind: "made"; made: MadeWebhook } | null;

export function logAddress({ id }: Webhook): string {
  return `${sectionAddress("webhooks")}?log=${encodeURIComponent(id)}`;
}

export function WebhooksSection() {
  const { api } = useStores();
  const { query } = useLocation();
  const webhooks = useFetched(api.webhooks);
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const logged = webhooks.value?.find(({ id }) => id === query["log"]);
  if (logged) return <Deliveries key={logged.id} webhook={logged} />;

  const any = (webhooks.value?.length ?? 0) > 0;
  const add = (
    <button
      type="button"
      class="button primary"
      onClick={() => setOpen({ kind: "form", webhook: null })}
    >
      <PlusIcon />
      {TEXTS.add}
    </button>
  );
  return (
    <Section title={SETTINGS_TEXTS.sections.webhooks} about={TEXTS.about} acts={any && add}>
      <Loaded fetched={webhooks}>
        {(all) =>
          all.length === 0
            ? <NothingYet title={TEXTS.none} words={TEXTS.noneWords}>{add}</NothingYet>
            : (
              <ul class="webhooks">
                {all.map((webhook) => (
                  <WebhookCard
                    key={webhook.id}
                    webhook={webhook}
                    onEdit={() => setOpen({ kind: "form", webhook })}
                  />
                ))}
              </ul>
            )}
      </Loaded>
      {open?.kind === "form" && (
        <WebhookDialog
          webhook={open.webhook}
          onMade={(made) => {
            setOpen({ kind: "made", made });
            void webhooks.again();
          }}
          onChanged={() => {
            close();
            void webhooks.again();
          }}
          onClose={close}
        />
      )}
      {open?.kind === "made" && (
        <ShownOnce
          title={TEXTS.made.title(open.made.webhook.name)}
          words={TEXTS.made.words}
          label={TEXTS.made.label}
          copyWhat={TEXTS.made.copyWhat}
          text={open.made.secret}
          onClose={close}
        />
      )}
    </Section>
  );
}

type Tested = { kind: "not" } | { kind: "going" } | { kind: "said"; words: string; good: boolean };

function WebhookCard({ webhook, onEdit }: { webhook: Webhook; onEdit: () => void }) {
  const { api } = useStores();
  const [tested, setTested] = useState<Tested>({ kind: "not" });

  async function test(): Promise<void> {
    setTested({ kind: "going" });
    const result = await api.testWebhook(webhook.id);
    if (!result.ok) {
      setTested({ kind: "said", words: result.refusal.message, good: false });
      return;
    }
    const { outcome, tookMs } = result.value;
    setTested({
      kind: "said",
      words: TEXTS.tested(outcomeWords(outcome), spanWords(tookMs)),
      good: wasTaken(outcome),
    });
  }

  return (
    <li class="panel webhook">
      <div class="webhook-head">
        <h3>{webhook.name}</h3>
        {!webhook.on && <span class="tag watch">{TEXTS.off}</span>}
      </div>
      <code class="webhook-url">{webhook.url}</code>
      <p class="role-tags">
        {WEBHOOK_EVENTS.filter((event) => webhook.events.includes(event)).map((event) => (
          <span key={event} class="tag">{TEXTS.events[event]}</span>
        ))}
      </p>
      {webhook.fromEnvironment && <p class="field-hint">{TEXTS.environment}</p>}
      <p
        class={tested.kind !== "said" ? "muted" : tested.good ? "outcome good" : "outcome bad"}
        role="status"
      >
        {tested.kind === "going" ? TEXTS.testing : tested.kind === "said" ? tested.words : ""}
      </p>
      <div class="webhook-acts">
        <button
          type="button"
          class="button small"
          disabled={tested.kind === "going"}
          onClick={() => void test()}
        >
          {TEXTS.test}
        </button>
        <a class="button small" href={logAddress(webhook)}>{TEXTS.log}</a>
        {!webhook.fromEnvironment && (
          <button
            type="button"
            class="button small"
            aria-label={TEXTS.editNamed(webhook.name)}
            onClick={onEdit}
          >
            {TEXTS.edit}
          </button>
        )}
      </div>
    </li>
  );
}
