// Every part of the console in every state on one page, for those who work on it: made by `deno task dev` only.
import { render } from "preact";
import { effect, signal } from "@preact/signals";
import { useState } from "preact/hooks";
import { LocationProvider } from "preact-iso/router";
import { type Connection, initialConnection, type Phase } from "../live/connection.ts";
import { PREFS_KEY } from "../live/kept_prefs.ts";
import { SCHEMES } from "../live/prefs.ts";
import { AlertBand } from "../parts/alerts.tsx";
import { ConnectionStatus, StaleBand } from "../parts/connection_status.tsx";
import { FirstRun } from "../parts/first_run.tsx";
import { FloorCounters } from "../parts/floor_counters.tsx";
import { ServerBanners } from "../parts/server_banners.tsx";
import { StoresContext, useStores } from "../stores.ts";
import { isLanguage, language, LANGUAGES } from "../texts/language.ts";
import { Choice } from "../ui/choice.tsx";
import { Switch } from "../ui/field.tsx";
import { CallPieces, galleryCall } from "./calls_pieces.tsx";
import { FleetPieces } from "./fleet_pieces.tsx";
import { FormPieces } from "./form_pieces.tsx";
import { gallerySnapshot } from "./gallery_snapshot.ts";
import { galleryStores } from "./gallery_stores.ts";
import { Piece } from "./piece.tsx";
import { StepInPieces } from "./step_in_pieces.tsx";
import { TalkPieces } from "./talk_pieces.tsx";

const PHASES: readonly Phase[] = ["connecting", "catching_up", "live", "reconnecting", "offline"];

function connectionIn(phase: Phase): Connection {
  const sinceMs = Date.now() - 12_000;
  return { ...initialConnection(sinceMs), phase, known: phase !== "connecting" };
}

function Gallery() {
  const [narrow, setNarrow] = useState(false);
  return (
    <div class={narrow ? "gallery narrow" : "gallery"}>
      <header class="gallery-head">
        <h1>Gallery</h1>
        <Switches narrow={narrow} onNarrow={setNarrow} />
      </header>
      <main class="gallery-pieces" id="main">
        <FloorPieces />
        <FleetPieces />
        <CallPieces />
        <TalkPieces />
        <StepInPieces />
        <FormPieces />
        {PHASES.map((phase) => <StreamPiece key={phase} phase={phase} />)}
      </main>
    </div>
  );
}

function Switches({ narrow, onNarrow }: { narrow: boolean; onNarrow: (narrow: boolean) => void }) {
  const { prefs } = useStores();
  const speak = (tag: string) => {
    if (!isLanguage(tag)) return;
    const kept = JSON.parse(localStorage.getItem(PREFS_KEY) ?? "{}");
    localStorage.setItem(PREFS_KEY, JSON.stringify({ ...kept, language: tag }));
    location.reload();
  };
  return (
    <>
      <Choice
        legend="Scheme"
        quiet
        look="pills"
        value={prefs.scheme.value}
        options={SCHEMES.map((value) => ({ value, label: value }))}
        onChange={(scheme) => prefs.scheme.value = scheme}
      />
      <Choice
        legend="Language"
        quiet
        look="pills"
        value={language()}
        options={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
        onChange={speak}
      />
      <Switch label="Narrow" checked={narrow} onChange={onNarrow} />
    </>
  );
}

function FloorPieces() {
  return (
    <>
      <Piece title="Counters">
        <FloorCounters
          live={[
            galleryCall(),
            galleryCall({ state: "thinking", stateSinceMs: Date.now() - 30_000 }),
          ]}
        />
      </Piece>
      <Piece title="Alerts and what everybody has to know">
        <AlertBand />
        <ServerBanners />
      </Piece>
      <Piece title="First steps">
        <FirstRun fresh />
      </Piece>
    </>
  );
}

/** A stream of its own, in this phase. */
function StreamPiece({ phase }: { phase: Phase }) {
  const [stores] = useState(() => galleryStores(signal(connectionIn(phase))));
  return (
    <StoresContext.Provider value={stores}>
      <Piece title={`The stream: ${phase}`}>
        <ConnectionStatus />
        <StaleBand />
      </Piece>
    </StoresContext.Provider>
  );
}

const stores = galleryStores();
stores.floor.apply({ event: "snapshot", data: gallerySnapshot() });
effect(() => {
  document.documentElement.dataset["scheme"] = stores.prefs.scheme.value;
});
render(
  <StoresContext.Provider value={stores}>
    <LocationProvider>
      <Gallery />
    </LocationProvider>
  </StoresContext.Provider>,
  document.getElementById("app")!,
);
