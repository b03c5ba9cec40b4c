// How calls reach this server and how this console reaches it: addresses to copy, states in words.
import "../floor_code.ts";
import type { ServerStatus } from "../../server/contract/feed.ts";
import { Health } from "../parts/health.tsx";
import { PhoneSystems } from "../parts/phone_systems.tsx";
import { useHealth } from "../parts/use_health.ts";
import { ConnectionStatus } from "../parts/connection_status.tsx";
import { PageHeader } from "../parts/page_header.tsx";
import { ServerBanners } from "../parts/server_banners.tsx";
import { TestCallButton } from "../parts/test_call_button.tsx";
import { useStores } from "../stores.ts";
import { CONNECTION_TEXTS as TEXTS } from "../texts/connection.ts";
import { Fact } from "../ui/fact.tsx";
import { dollarWords } from "../ui/money_words.ts";
import { latencyWords } from "../ui/time_words.ts";

export function ConnectionScreen() {
  const status = useStores().floor.status.value;
  return (
    <div class="page connection-page">
      <PageHeader
        title={TEXTS.title}
        tab={TEXTS.title}
        below={<p class="muted">{TEXTS.lead}</p>}
      />
      <ServerBanners />
      {status
        ? <Known status={status} />
        : <p class="nothing-said" role="status">{TEXTS.asking}</p>}
    </div>
  );
}

function Known({ status }: { status: ServerStatus }) {
  const known = useHealth();
  return (
    <>
      {known.health && <PhoneSystems health={known.health} />}
      <Health status={status} known={known} />
      <div class="panels">
        <div class="panel-stack">
          <section class="panel" aria-labelledby="try-title">
            <h2 id="try-title">{TEXTS.tryTitle}</h2>
            <p class="field-hint">{TEXTS.tryWords}</p>
            <TestCallButton quiet />
          </section>
          <Door status={status} />
        </div>
        <div class="panel-stack">
          <Upkeep status={status} />
          <ThisConsole status={status} />
        </div>
      </div>
    </>
  );
}

function Door({ status }: { status: ServerStatus }) {
  return (
    <section class="panel" aria-labelledby="door-title">
      <h2 id="door-title">{TEXTS.doorTitle}</h2>
      <Fact name={TEXTS.signatures}>
        {status.signaturesRequired
          ? <span class="ok">{TEXTS.required}</span>
          : <span class="warn">{TEXTS.notRequired}</span>}
        <small>
          {status.signaturesRequired ? TEXTS.requiredWords : TEXTS.notRequiredWords}
        </small>
      </Fact>
      <Fact name={TEXTS.answeredBy}>
        {status.answeredBy === "openai" ? TEXTS.openai : TEXTS.standIn}
        <small>
          {status.answeredBy === "openai" ? TEXTS.openaiWords : TEXTS.standInWords}
        </small>
      </Fact>
      <Fact name={TEXTS.newCalls}>
        {!status.draining ? TEXTS.welcome : status.fleet ? TEXTS.drainingHere : TEXTS.draining}
      </Fact>
      <Fact name={TEXTS.saving}>
        {status.storeTrouble === null ? TEXTS.savesAll : status.storeTrouble}
      </Fact>
    </section>
  );
}

function Upkeep({ status }: { status: ServerStatus }) {
  const { spend, fallbackReady, deliveriesWaiting } = status;
  return (
    <section class="panel" aria-labelledby="upkeep-title">
      <h2 id="upkeep-title">{TEXTS.upkeepTitle}</h2>
      <Fact name={TEXTS.spent}>
        <span class="figures">{dollarWords(spend.usd)}</span>
        {spend.budgetUsd !== null && TEXTS.ofBudget(dollarWords(spend.budgetUsd))}
        <small>
          {TEXTS.spentWords(spend.day)} {spend.budgetUsd === null ? TEXTS.noBudget : TEXTS.atBudget}
        </small>
      </Fact>
      <Fact name={TEXTS.second}>
        {fallbackReady ? <span class="ok">{TEXTS.ready}</span> : TEXTS.notConfigured}
        <small>
          {fallbackReady ? TEXTS.secondWords : TEXTS.noSecondWords}
        </small>
      </Fact>
      <Fact name={TEXTS.deliveries}>
        {deliveriesWaiting === 0
          ? TEXTS.noneWaiting
          : <span class="warn">{TEXTS.waiting(deliveriesWaiting)}</span>}
        <small>
          {deliveriesWaiting === 0 ? TEXTS.noneWaitingWords : TEXTS.waitingWords}
        </small>
      </Fact>
    </section>
  );
}

function ThisConsole({ status }: { status: ServerStatus }) {
  const { clock, floor } = useStores();
  const offsetMs = clock.offsetMs.value;
  return (
    <section class="panel" aria-labelledby="console-title">
      <h2 id="console-title">{TEXTS.consoleTitle}</h2>
      <Fact name={TEXTS.stream}>
        <ConnectionStatus />
        <small>{TEXTS.streamWords}</small>
      </Fact>
      <Fact name={TEXTS.lastEvent}>
        <span class="figures">{floor.seq.value}</span>
      </Fact>
      <Fact name={TEXTS.clocks}>
        {Math.abs(offsetMs) < 1000
          ? TEXTS.clockRight
          : offsetMs > 0
          ? TEXTS.clockBehind(latencyWords(offsetMs))
          : TEXTS.clockAhead(latencyWords(-offsetMs))}
      </Fact>
      <Fact name={TEXTS.address}>
        <code>{status.consoleUrl}</code>
      </Fact>
      <Fact name={TEXTS.version}>
        <span class="figures">{status.version}</span>
      </Fact>
    </section>
  );
}
