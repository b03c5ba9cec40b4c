// What one receiver was sent, and what came of it: every try, and the way to send it again.
import { useLocation } from "preact-iso/router";
import type { Delivery, Webhook } from "../../../server/contract/webhook.ts";
import { sectionAddress } from "../../live/settings_sections.ts";
import {
  canResend,
  deliveriesQuery,
  DELIVERY_FILTERS,
  type DeliveryFilter,
  isDeliveryFilter,
  outcomeWords,
} from "../../live/webhooks.ts";
import { useStores } from "../../stores.ts";
import { SETTINGS_WEBHOOKS_TEXTS } from "../../texts/settings_webhooks.ts";
import { Choice } from "../../ui/choice.tsx";
import { BackIcon } from "../../ui/icons.tsx";
import { Ago } from "../../ui/time.tsx";
import { spanWords } from "../../ui/time_words.ts";
import { Loaded, Section } from "./section.tsx";
import { SettingsTable } from "./settings_table.tsx";
import { useFetched } from "./use_fetched.ts";
import { useOlder } from "./use_older.ts";
import { logAddress } from "./webhooks_section.tsx";

const TEXTS = SETTINGS_WEBHOOKS_TEXTS.deliveries;
const LOOK = { waiting: "watch", delivered: "good", given_up: "bad" } as const;

export function Deliveries({ webhook }: { webhook: Webhook }) {
  const { api, notices } = useStores();
  const { query, route } = useLocation();
  const asked = query["state"] ?? "all";
  const filter: DeliveryFilter = isDeliveryFilter(asked) ? asked : "all";
  const page = useFetched(() => api.deliveries(webhook.id, deliveriesQuery(filter, null)), filter);
  const list = useOlder(page.value, {
    ask: (next) => api.deliveries(webhook.id, deliveriesQuery(filter, next)),
    itemsOf: ({ deliveries }) => deliveries,
  });

  async function resend({ id }: Delivery): Promise<void> {
    const result = await api.resendDelivery(webhook.id, id);
    notices.show(
      result.ok
        ? { text: TEXTS.resent, tone: "plain" }
        : { text: result.refusal.message, tone: "act" },
    );
    await page.again();
  }

  const to = (chosen: DeliveryFilter) =>
    route(`${logAddress(webhook)}${chosen === "all" ? "" : `&state=${chosen}`}`, true);
  return (
    <Section
      title={TEXTS.title(webhook.name)}
      about={webhook.url}
      acts={
        <button type="button" class="button" onClick={() => void page.again()}>
          {TEXTS.again}
        </button>
      }
    >
      <a class="back" href={sectionAddress("webhooks")}>
        <BackIcon />
        {TEXTS.back}
      </a>
      <Choice<DeliveryFilter>
        legend={TEXTS.filter}
        look="pills"
        value={filter}
        onChange={to}
        options={DELIVERY_FILTERS.map((value) => ({ value, label: TEXTS.states[value] }))}
      />
      <Loaded fetched={page}>
        {() =>
          list.items.length === 0
            ? <p class="nothing-said">{filter === "all" ? TEXTS.none : TEXTS.noneFits}</p>
            : <DeliveryTable deliveries={list.items} onResend={resend} />}
      </Loaded>
      {list.any && (
        <button type="button" class="button start" onClick={() => void list.more()}>
          {TEXTS.older}
        </button>
      )}
    </Section>
  );
}

function DeliveryTable(
  { deliveries, onResend }: {
    deliveries: readonly Delivery[];
    onResend: (delivery: Delivery) => Promise<void>;
  },
) {
  const { columns } = TEXTS;
  return (
    <SettingsTable
      look="delivery-table"
      columns={[columns.at, columns.event, columns.state, columns.tries]}
      acts={columns.acts}
    >
      {deliveries.map((delivery) => (
        <tr key={delivery.id}>
          <td class="muted nowrap">
            <Ago atMs={delivery.createdAtMs} />
          </td>
          <th scope="row" class="cell-main">
            {SETTINGS_WEBHOOKS_TEXTS.events[delivery.event]}
            {delivery.callId !== "" && (
              <a href={`/calls/${encodeURIComponent(delivery.callId)}`}>
                {TEXTS.call} …{delivery.callId.slice(-4)}
              </a>
            )}
          </th>
          <td>
            <span class={`tag ${LOOK[delivery.state]}`}>{TEXTS.states[delivery.state]}</span>
            {delivery.state === "waiting" && delivery.nextAtMs !== null && (
              <NextTry atMs={delivery.nextAtMs} />
            )}
          </td>
          <td class="cell-tries">
            <Tries tries={delivery.tries} />
          </td>
          <td class="col-act">
            {canResend(delivery) && (
              <button
                type="button"
                class="button small"
                onClick={() => void onResend(delivery)}
              >
                {TEXTS.resend}
              </button>
            )}
          </td>
        </tr>
      ))}
    </SettingsTable>
  );
}

function NextTry({ atMs }: { atMs: number }) {
  const inMs = atMs - useStores().clock.wallMs.value;
  return (
    <small class="muted">
      {TEXTS.next(inMs < 1000 ? TEXTS.soon : TEXTS.inWords(spanWords(inMs)))}
    </small>
  );
}

function Tries({ tries }: { tries: Delivery["tries"] }) {
  const [last, ...before] = tries;
  if (!last) return <span class="muted">{TEXTS.notTried}</span>;
  if (before.length === 0) return <Try {...last} />;
  return (
    <details>
      <summary>
        {outcomeWords(last.outcome)} <span class="muted">({TEXTS.tries(tries.length)})</span>
      </summary>
      <ol class="tries">
        {tries.map((each) => (
          <li key={each.atMs}>
            <Try {...each} />
          </li>
        ))}
      </ol>
    </details>
  );
}

function Try({ atMs, tookMs, outcome }: Delivery["tries"][number]) {
  return (
    <>
      {outcomeWords(outcome)}{" "}
      <span class="muted">
        <Ago atMs={atMs} />, {spanWords(tookMs)}
      </span>
    </>
  );
}
