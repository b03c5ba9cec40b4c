// Every way in with what it needs: the address to paste, the settings that open and guard it, who came in and who was
// turned away last, and how it is set up. Each folds; an address with its name behind a # opens it.
import { useEffect, useRef, useState } from "preact/hooks";
import type { ServerHealth } from "../../server/contract/health.ts";
import { addressTrouble } from "../live/address_trouble.ts";
import { type PhoneSystem, phoneSystems, refusalWords, settingWords } from "../live/phone_setup.ts";
import { PHONE_SYSTEMS_TEXTS as TEXTS } from "../texts/phone_systems.ts";
import { CopyButton } from "../ui/copy_button.tsx";
import { Marked } from "../ui/marked.tsx";
import { Ago } from "../ui/time.tsx";
import { countWords } from "../ui/time_words.ts";
import { Banner } from "./banner.tsx";

const hash = () => location.hash.slice(1);
/** Those dialled from the internet, over TLS. */
const FROM_OUTSIDE = ["audiohook", "audiocodes"];

export function PhoneSystems({ health }: { health: ServerHealth }) {
  const section = useRef<HTMLElement>(null);
  const [wanted, setWanted] = useState(hash);
  useEffect(() => {
    const follow = () => setWanted(hash());
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  useEffect(() => {
    if (wanted === "") return;
    const there = section.current?.querySelector<HTMLElement>(`#${CSS.escape(wanted)}`) ??
      (wanted === "phones" ? section.current : null);
    there?.scrollIntoView({ block: "start" });
  }, [wanted]);
  return (
    <section class="panel phones" aria-labelledby="phones-title" ref={section}>
      <h2 id="phones-title">{TEXTS.title}</h2>
      <p class="field-hint">{TEXTS.lead}</p>
      <div class="phone-list">
        {phoneSystems(health).map((system) => (
          <System
            key={system.door}
            system={system}
            unfolded={wanted === system.door ||
              (wanted === "phones" && system.door === "audiohook")}
          />
        ))}
        <Browser />
      </div>
    </section>
  );
}

function System({ system, unfolded }: { system: PhoneSystem; unfolded: boolean }) {
  const { door, name, open, addresses, snippet, opensWith } = system;
  const trouble = FROM_OUTSIDE.includes(door) ? addressTrouble(addresses[0]?.url ?? "") : null;
  return (
    <details class="phone-system" id={door} open={unfolded}>
      <summary>
        <h3>{name}</h3>
        <span class={open ? "ok" : "muted"}>{open ? TEXTS.open : TEXTS.closed}</span>
      </summary>
      <div class="phone-body">
        {!open && opensWith.length > 0 && (
          <Banner
            tone="info"
            title={TEXTS.openWith(opensWith.join(` ${TEXTS.or} `))}
          />
        )}
        {addresses.map(({ name: whose, url }) => (
          <div class="address" key={url}>
            <h4 class="address-name">{whose}</h4>
            <code>{url}</code>
            <CopyButton text={url} what={TEXTS.addressOf(whose)} />
          </div>
        ))}
        {addresses.length === 0 && <p class="muted">{TEXTS.noAddress}</p>}
        {trouble && open && <Banner tone="watch" title={trouble.title}>{trouble.words}</Banner>}
        {open && <Lately system={system} />}
        <div class="phone-columns">
          <HowTo steps={system.steps} />
          <Settings settings={system.settings} />
        </div>
        {snippet && (
          <div class="to-paste">
            <h4>{TEXTS.snippet}</h4>
            <CopyButton text={snippet} what={TEXTS.snippetOf(name)} />
            <pre tabIndex={0}><code>{snippet}</code></pre>
          </div>
        )}
      </div>
    </details>
  );
}

function HowTo({ steps }: { steps: readonly string[] }) {
  return (
    <div>
      <h4>{TEXTS.steps}</h4>
      <ol class="steps">
        {steps.map((step) => (
          <li key={step}>
            <Marked words={step} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function Settings({ settings }: { settings: PhoneSystem["settings"] }) {
  return (
    <div>
      <h4>{TEXTS.settings}</h4>
      <ul class="phone-settings">
        {settings.map(({ name, set }) => (
          <li key={name}>
            <code>{name}</code>{" "}
            <span class={set ? "ok" : "muted"}>{set ? TEXTS.set : TEXTS.missing}</span>
            <small>
              <Marked words={settingWords(name)} />
            </small>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Lately({ system: { letIn, refused } }: { system: PhoneSystem }) {
  return (
    <div class="phone-lately">
      <h4>{TEXTS.lately}</h4>
      <p>
        {letIn.lastAtMs === null ? TEXTS.nobody : (
          <>
            {TEXTS.letIn(countWords(letIn.count))} <Ago atMs={letIn.lastAtMs} />
          </>
        )}
      </p>
      <p>
        {refused.last === null ? TEXTS.notRefused : (
          <>
            {TEXTS.refused(countWords(refused.count))} <Ago atMs={refused.last.atMs} />:{" "}
            <span class="warn">
              <Marked words={refusalWords(refused.last.code)} />
            </span>{" "}
            <code>{refused.last.code}</code>
          </>
        )}
      </p>
    </div>
  );
}

function Browser() {
  const ready = globalThis.isSecureContext;
  return (
    <details class="phone-system" id="browser">
      <summary>
        <h3>{TEXTS.names.browser}</h3>
        <span class={ready ? "ok" : "warn"}>{ready ? TEXTS.here : TEXTS.closed}</span>
      </summary>
      <div class="phone-body">
        <p class={ready ? "" : "warn"}>{ready ? TEXTS.browserReady : TEXTS.browserClosed}</p>
        <HowTo steps={TEXTS.howTo.browser} />
        <a class="button" href="/agents">{TEXTS.toAgents}</a>
      </div>
    </details>
  );
}
