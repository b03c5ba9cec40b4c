// What knows no calls: buttons, fields with and without errors, choices, banners, dialogs, differences.
import { useState } from "preact/hooks";
import { LEDGER_EVENTS } from "../live/sample_ledger.ts";
import { sampleAgent, sampleConfig } from "../live/sample_agent.ts";
import { Banner } from "../parts/banner.tsx";
import { Conflict } from "../parts/conflict.tsx";
import { ConfigDiff } from "../parts/diff_view.tsx";
import { PublishDialog } from "../parts/publish_dialog.tsx";
import { SaveStatus } from "../parts/save_status.tsx";
import { Versions } from "../parts/versions.tsx";
import { Missing } from "../screens/missing_screen.tsx";
import { UnfetchedScreen } from "../screens/unfetched_screen.tsx";
import { HooklineArt } from "../ui/brand.tsx";
import { Choice } from "../ui/choice.tsx";
import { CopyButton } from "../ui/copy_button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { NumberField, Switch } from "../ui/field.tsx";
import { EarIcon } from "../ui/icons.tsx";
import { SelectField, TextField } from "../ui/text_field.tsx";
import { Piece } from "./piece.tsx";

const nothing = () => {};
const LOOKS = ["", "primary", "quiet", "danger", "small", "quiet small"];
const AGENT = sampleAgent();
const EDITED = sampleConfig({
  prompt: "You answer the phone.\nBe kind and brief.\n",
  voice: "cedar",
});

export function FormPieces() {
  return (
    <>
      <Piece title="Buttons" plain>
        {LOOKS.map((look) => (
          <button key={look} type="button" class={`button ${look}`}>
            <EarIcon />
            {look || "button"}
          </button>
        ))}
        {LOOKS.map((look) => (
          <button key={look} type="button" class={`button ${look}`} disabled>
            {look || "off"}
          </button>
        ))}
        <CopyButton text="copied" what="a thing" />
      </Piece>
      <Fields />
      <Piece title="Banners">
        <Banner tone="info" title="A title">And a sentence that says what it means.</Banner>
        <Banner tone="watch" title="A title">And a sentence that says what it means.</Banner>
        <Banner
          tone="act"
          title="A title"
          actions={<button type="button" class="button">Act</button>}
        >
          And a sentence that says what it means.
        </Banner>
      </Piece>
      <Piece title="How saving goes" plain>
        <SaveStatus state={{ kind: "saved", atMs: Date.now() - 9000 }} errors={0} />
        <SaveStatus state={{ kind: "saving" }} errors={0} />
        <SaveStatus state={{ kind: "invalid" }} errors={2} />
      </Piece>
      <Piece title="A difference">
        <ConfigDiff before={AGENT.draft} after={EDITED} />
      </Piece>
      <Piece title="Two editors">
        <Conflict
          mine={EDITED}
          theirs={AGENT}
          onKeepMine={nothing}
          onTakeTheirs={nothing}
          onMerge={nothing}
        />
      </Piece>
      <Piece title="Versions">
        <Versions
          versions={[AGENT.published, { ...AGENT.published, version: 2, note: "" }]}
          liveVersion={3}
          onRestore={nothing}
        />
      </Piece>
      <Dialogs />
      <Piece title="Empty, missing, not to be had">
        <section class="empty">
          <HooklineArt />
          <h2>Nothing here</h2>
          <p>A sentence that says what will come, and how.</p>
        </section>
        <Missing title="Not here" words="A sentence that says why." again={nothing} />
        <UnfetchedScreen />
      </Piece>
    </>
  );
}

function Fields() {
  const [text, setText] = useState("Northwind");
  const [choice, setChoice] = useState("one");
  const [on, setOn] = useState(true);
  const options = [{ value: "one", label: "One", hint: "A hint" }, { value: "two", label: "Two" }];
  const range = { min: 0, max: 100 };
  const field = { value: text, onValue: setText, label: "A field", hint: "What it is for." };
  return (
    <Piece title="Fields">
      <TextField {...field} />
      <TextField {...field} label="With an error" error="Needs at least three letters." />
      <TextField {...field} label="Of many lines" rows={3} />
      <NumberField
        label="A number"
        unit="ms"
        value={40}
        range={range}
        step={1}
        onValue={nothing}
        error="Between 0 and 20."
      />
      <SelectField
        label="One of many"
        value={choice}
        options={[["one", "One"], ["two", "Two"]]}
        onValue={setChoice}
      />
      <Switch label="A switch" hint="What it does" checked={on} onChange={setOn} />
      <Choice legend="Pills" look="pills" value={choice} options={options} onChange={setChoice} />
      <Choice legend="Tiles" look="tiles" value={choice} options={options} onChange={setChoice} />
    </Piece>
  );
}

function Dialogs() {
  const [open, setOpen] = useState<"" | "plain" | "publish">("");
  const close = () => setOpen("");
  return (
    <Piece title="Dialogs" plain>
      <button type="button" class="button" onClick={() => setOpen("plain")}>A dialog</button>
      <button type="button" class="button" onClick={() => setOpen("publish")}>Publishing</button>
      {open === "plain" && (
        <Dialog title="A dialog" onClose={close}>
          <p>{LEDGER_EVENTS.length} events.</p>
        </Dialog>
      )}
      {open === "publish" && (
        <PublishDialog
          title="Publish version 4"
          act="Publish v4"
          agentId="default"
          before={AGENT.draft}
          after={EDITED}
          liveVersion={3}
          nextVersion={4}
          wantsNote
          onAct={() => Promise.resolve(null)}
          onClose={close}
        />
      )}
    </Piece>
  );
}
