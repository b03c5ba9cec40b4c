// How calls reach this server and how this console reaches it: addresses to copy, states in words.
import type { ServerStatus } from "../../server/contract/feed.ts";
import { Banner } from "../parts/banner.tsx";
import { Health } from "../parts/health.tsx";
import { ConnectionStatus } from "../parts/connection_status.tsx";
import { PageHeader } from "../parts/page_header.tsx";
import { ServerBanners } from "../parts/server_banners.tsx";
import { TestCallButton } from "../parts/test_call_button.tsx";
import { useStores } from "../stores.ts";
import { CopyButton } from "../ui/copy_button.tsx";
import { addressTrouble } from "../live/address_trouble.ts";
import { Fact } from "../ui/fact.tsx";
import { dollarWords } from "../ui/money_words.ts";
import { latencyWords, plural } from "../ui/time_words.ts";

export function ConnectionScreen() {
  const status = useStores().floor.status.value;
  return (
    <div class="page connection-page">
      <PageHeader
        title="Connection"
        tab="Connection"
        below={<p class="muted">How calls reach Hookline, and who answers them.</p>}
      />
      <ServerBanners />
      {status
        ? <Known status={status} />
        : <p class="nothing-said" role="status">Asking the server…</p>}
    </div>
  );
}

function Known({ status }: { status: ServerStatus }) {
  const trouble = addressTrouble(status.audiohookUrl);
  return (
    <>
      <section class="panel address-panel" aria-labelledby="address-title">
        <h2 id="address-title">Addresses for Genesys</h2>
        <Address name="Calls for an agent" url={status.audiohookUrl} />
        <Address name="Calls between people" url={`${status.audiohookUrl}/transcribe`} />
        <p class="field-hint">
          The second one is for the integration <b>Transcription Connector</b>{" "}
          (the words go into the conversation in Genesys) or <b>AudioHook Monitor</b>{" "}
          (they are seen here only): paste it as <b>Connection URI</b>, with the same credentials.
        </p>
        {trouble && <Banner tone="watch" title={trouble.title}>{trouble.words}</Banner>}
      </section>
      <Health status={status} />
      <div class="panels">
        <section class="panel" aria-labelledby="setup-title">
          <h2 id="setup-title">Set it up in Genesys Cloud</h2>
          <ol class="steps">
            <li>
              In <b>Admin › Integrations</b>, install <b>Audio Connector</b> from AppFoundry.
            </li>
            <li>
              Under <b>Configuration › Properties</b>, paste the first address above as{" "}
              <b>Base Connection URI</b>.
            </li>
            <li>
              Under{" "}
              <b>Credentials</b>, enter the API key and the client secret that this server was
              started with.
            </li>
            <li>Activate the integration.</li>
            <li>
              In <b>Architect</b>, add the action <b>Call Audio Connector</b>{" "}
              to your flow, choose the integration, and publish the flow.
            </li>
            <li>Call the number of the flow: the call appears on the floor.</li>
          </ol>
          <p class="field-hint">
            No Genesys at hand? A test call takes the same road, from the first byte to the last.
          </p>
          <TestCallButton quiet />
        </section>
        <div class="panel-stack">
          <Door status={status} />
          <Upkeep status={status} />
          <ThisConsole status={status} />
        </div>
      </div>
    </>
  );
}

function Address({ name, url }: { name: string; url: string }) {
  return (
    <div class="address">
      <h3 class="address-name">{name}</h3>
      <code>{url}</code>
      <CopyButton text={url} what="the address" />
    </div>
  );
}

function Door({ status }: { status: ServerStatus }) {
  return (
    <section class="panel" aria-labelledby="door-title">
      <h2 id="door-title">Who gets in, who answers</h2>
      <Fact name="Signatures">
        {status.signaturesRequired
          ? <span class="ok">Required</span>
          : <span class="warn">Not required</span>}
        <small>
          {status.signaturesRequired
            ? "Only someone who knows the client secret can connect."
            : "Anyone who learns the API key can connect. Set a client secret on both sides."}
        </small>
      </Fact>
      <Fact name="Answered by">
        {status.answeredBy === "openai" ? "OpenAI's Realtime API" : "The built-in stand-in"}
        <small>
          {status.answeredBy === "openai"
            ? "What callers say is sent to OpenAI."
            : "No key is set; nothing leaves this machine."}
        </small>
      </Fact>
      <Fact name="New calls">
        {status.draining ? "Refused: the server is stopping" : "Welcome"}
      </Fact>
      <Fact name="Saving">
        {status.storeTrouble === null ? "Every line and event" : status.storeTrouble}
      </Fact>
    </section>
  );
}

function Upkeep({ status }: { status: ServerStatus }) {
  const { spend, fallbackReady, deliveriesWaiting } = status;
  return (
    <section class="panel" aria-labelledby="upkeep-title">
      <h2 id="upkeep-title">Money and ways out</h2>
      <Fact name="Spent today">
        <span class="figures">{dollarWords(spend.usd)}</span>
        {spend.budgetUsd !== null && ` of ${dollarWords(spend.budgetUsd)}`}
        <small>
          By the price table, since midnight UTC ({spend.day}).{" "}
          {spend.budgetUsd === null ? "No budget is set." : "At the budget new calls are refused."}
        </small>
      </Fact>
      <Fact name="Second upstream">
        {fallbackReady ? <span class="ok">Ready</span> : "Not configured"}
        <small>
          {fallbackReady
            ? "Serves callers when the realtime model cannot be had."
            : "Without the realtime model callers take the flow's failure path."}
        </small>
      </Fact>
      <Fact name="Deliveries">
        {deliveriesWaiting === 0
          ? "None waiting"
          : <span class="warn">{plural(deliveriesWaiting, "finished call")} waiting</span>}
        <small>
          {deliveriesWaiting === 0
            ? "Of finished calls, to the configured address."
            : "The configured address has not taken them yet; they are tried again."}
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
      <h2 id="console-title">This console</h2>
      <Fact name="Stream">
        <ConnectionStatus />
        <small>Calls are not affected when it breaks.</small>
      </Fact>
      <Fact name="Last event">
        <span class="figures">{floor.seq.value}</span>
      </Fact>
      <Fact name="Clocks">
        {Math.abs(offsetMs) < 1000
          ? "This computer's clock is right"
          : `This computer's clock is ${latencyWords(Math.abs(offsetMs))} ${
            offsetMs > 0 ? "behind" : "ahead"
          }; times here follow the server's`}
      </Fact>
      <Fact name="Address">
        <code>{status.consoleUrl}</code>
      </Fact>
      <Fact name="Version">
        <span class="figures">{status.version}</span>
      </Fact>
    </section>
  );
}
