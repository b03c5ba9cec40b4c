// Talking to the agent from its own page, beside the prompt that is being edited: a dock at the foot that stays until
// it is put away.
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { TestTalk } from "../../live/test_talk.ts";
import { TALK_WORDS, versionWords } from "../../live/test_talk_words.ts";
import { useStores } from "../../stores.ts";
import { TALK_TEXTS as TEXTS } from "../../texts/talk.ts";
import { Choice } from "../../ui/choice.tsx";
import { CloseIcon, EndIcon, MicrophoneIcon, MutedMicrophoneIcon } from "../../ui/icons.tsx";
import { durationWords } from "../../ui/time_words.ts";
import { Meter } from "../step_in/meter.tsx";
import { Keypad } from "./keypad.tsx";
import { SimulatedCaller } from "./simulated_caller.tsx";
import { TalkWords } from "./talk_words.tsx";

interface TalkDockProps {
  talk: TestTalk;
  /** Why the draft is not saved, in words, or "". */
  saveDraft: () => Promise<string>;
  agentId: string;
  /** Of what answers calls. */
  version: number;
  /** Of the agent as it is saved now. */
  revision: number;
  /** The draft is what answers calls. */
  same: boolean;
  onClose: () => void;
}

export function TalkDock(props: TalkDockProps) {
  const { talk } = props;
  const { clock } = useStores();
  const [whom, setWhom] = useState<"draft" | "published">("draft");
  const state = talk.state.value;
  const talking = talk.talking.value;
  const live = state === "live";
  const going = state !== "off" && state !== "ended";
  const draft = going && talking ? talking.draft : whom === "draft";
  const start = () => void talk.call({ agentId: props.agentId, draft: whom === "draft" });
  const name = draft ? TEXTS.theDraft : versionWords(props.version);
  const dock = useRef<HTMLElement>(null);
  // The button that was pressed makes way for the next one: whoever is on the keyboard goes on from there.
  useLayoutEffect(() => {
    const lost = document.activeElement === null || document.activeElement === document.body;
    if (lost) dock.current?.querySelector<HTMLElement>("[data-next]")?.focus();
  }, [going, live]);

  return (
    <section
      class={live ? "talk live" : "talk"}
      aria-label={TEXTS.title}
      id="talk"
      ref={dock}
    >
      <header class="talk-head">
        {going
          ? (
            <p class="talk-state" role="status">
              <i class="talk-dot" aria-hidden="true" />
              {live ? TEXTS.onTheLine(name) : TALK_WORDS[state]}
              {live && talking && (
                <span class="talk-time" aria-hidden="true">
                  {durationWords(Math.max(0, clock.wallMs.value - talking.startedAtMs))}
                </span>
              )}
            </p>
          )
          : (
            <Choice<"draft" | "published">
              legend={TEXTS.whom}
              quiet
              look="pills"
              value={whom}
              onChange={setWhom}
              options={[
                { value: "draft", label: TEXTS.draft },
                { value: "published", label: TEXTS.published(versionWords(props.version)) },
              ]}
            />
          )}
        {live && <Levels talk={talk} />}
        <div class="talk-acts">
          {going ? <Going talk={talk} live={live} /> : (
            <>
              <button
                type="button"
                class="button primary"
                data-next
                aria-keyshortcuts="m"
                title={TEXTS.key("m")}
                onClick={start}
              >
                <MicrophoneIcon />
                {whom === "draft" ? TEXTS.toDraft : TEXTS.toPublished(versionWords(props.version))}
              </button>
              <SimulatedCaller
                saveDraft={props.saveDraft}
                whom={{ agentId: props.agentId, draft: whom === "draft" }}
              />
              <button type="button" class="button quiet square" onClick={props.onClose}>
                <CloseIcon />
                <span class="hidden">{TEXTS.close}</span>
              </button>
            </>
          )}
        </div>
      </header>
      {talk.trouble.value && <p class="dock-trouble" role="alert">{talk.trouble.value}</p>}
      {live && talking?.draft && talking.revision !== props.revision && (
        <p class="talk-note" role="status">
          {TEXTS.editedSince}
        </p>
      )}
      {talking && talking.callId !== ""
        ? <TalkWords key={talking.callId} callId={talking.callId} />
        : !going && <Beforehand same={props.same} whom={whom} />}
      {live && <Keypad onDigit={talk.digit} />}
    </section>
  );
}

/** What will happen, before it does. */
function Beforehand({ same, whom }: { same: boolean; whom: "draft" | "published" }) {
  return (
    <p class="talk-before">
      <b>{TEXTS.youAreCaller}</b> {TEXTS.before}{" "}
      {whom === "draft" && (same ? TEXTS.draftSame : TEXTS.draftSaved)}
    </p>
  );
}

function Levels({ talk }: { talk: TestTalk }) {
  const { you, agent } = talk.levels.value;
  return (
    <div class="talk-levels">
      <span class="talk-level">
        <span class="listen-name">{TEXTS.you}</span>
        <Meter share={you} />
      </span>
      <span class="talk-level agent">
        <span class="listen-name">{TEXTS.agent}</span>
        <Meter share={agent} />
      </span>
    </div>
  );
}

function Going({ talk, live }: { talk: TestTalk; live: boolean }) {
  const muted = talk.muted.value;
  return (
    <>
      {live && (
        <button
          type="button"
          class={muted ? "button held" : "button"}
          aria-pressed={muted}
          onClick={() => talk.setMuted(!muted)}
        >
          {muted ? <MutedMicrophoneIcon /> : <MicrophoneIcon />}
          {TEXTS.mute}
        </button>
      )}
      <button
        type="button"
        class="button danger"
        data-next
        aria-keyshortcuts="m"
        title={TEXTS.key("m")}
        onClick={talk.hangUp}
      >
        <EndIcon />
        {live ? TEXTS.hangUp : TEXTS.giveUp}
      </button>
    </>
  );
}
