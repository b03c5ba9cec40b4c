// Stepping into a live call: at the foot of its page, each act where the call can do it, else with the reason.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { CallSummary } from "../../../server/contract/call.ts";
import { type CallAbility, COMMAND_LIMITS } from "../../../server/contract/command_kinds.ts";
import type { CallSound } from "../../live/call_sound.ts";
import type { Commands } from "../../live/commands.ts";
import { whyNot } from "../../live/command_words.ts";
import type { OnAir } from "../../live/on_air.ts";
import { useStores } from "../../stores.ts";
import { STEP_IN_TEXTS as TEXTS } from "../../texts/step_in.ts";
import {
  CloseIcon,
  EarIcon,
  EndIcon,
  MicrophoneIcon,
  MoreIcon,
  SayIcon,
  TransferIcon,
  WhisperIcon,
} from "../../ui/icons.tsx";
import { useActs } from "../acts.ts";
import { useAway } from "../away.tsx";
import { AirBar, TakeOverPanel } from "./air.tsx";
import { AskedList, shownCommands } from "./asked_list.tsx";
import { DockButton } from "./dock_button.tsx";
import type { Drafts } from "./drafts.ts";
import { LeaveGuard } from "./leave_guard.tsx";
import { ListenBar } from "./listen_bar.tsx";
import { useSecondPress } from "./second_press.ts";
import { TransferForm } from "./transfer_form.tsx";
import { WhisperForm } from "./whisper_form.tsx";
import { WordsForm } from "./words_form.tsx";

const ACTS = TEXTS.acts;

type Panel = "whisper" | "say" | "transfer" | "take_over";

const PANEL_NAMES: Readonly<Record<Panel, string>> = TEXTS.panels;

interface StepInProps {
  call: CallSummary;
  commands: Commands;
  sound: CallSound;
  onAir: OnAir;
  drafts: Drafts;
  onPick: (itemId: string) => void;
}

export function StepIn({ call, commands, sound, onAir, drafts, onPick }: StepInProps) {
  const { clock, announcer } = useStores();
  const [panel, setPanel] = useState<Panel | null>(null);
  const [more, setMore] = useState(false);
  // Half a whisper is not lost to a press of Escape.
  const { whisper, say, transfer } = drafts;
  const dock = useRef<HTMLElement>(null);

  const underway = commands.underway.value;
  const air = onAir.state.value;
  const aired = air === "on" || air === "handing_back";
  const listening = sound.state.value !== "off" && sound.state.value !== "ended";
  const ending = call.state === "ending";
  const end = useSecondPress(TEXTS.endArmed, () => void commands.give({ kind: "end" }));
  const away = useAway(call.instance);
  const why = (ability: CallAbility) => whyNot(call, ability, { away });
  const reasons = {
    listen: why("listen"),
    whisper: why("whisper"),
    say: why("say"),
    transfer: why("transfer"),
    take_over: why("take_over") || (call.takenOver && !aired ? TEXTS.taken : ""),
    end: why("end"),
  };

  function close(): void {
    const opener = panel;
    setPanel(null);
    setMore(false);
    if (opener) dock.current?.querySelector<HTMLElement>(`[data-act="${opener}"]`)?.focus();
  }

  function open(name: Panel): void {
    if (panel === name) return close();
    if (reasons[name]) return announcer.say(reasons[name]);
    onAir.forgetTrouble();
    setMore(true);
    setPanel(name);
  }

  const act = {
    listen() {
      if (aired) return announcer.say(TEXTS.hearOnAir);
      if (listening) return sound.stopListening();
      if (reasons.listen) return announcer.say(reasons.listen);
      void sound.listen();
    },
    whisper: () => open("whisper"),
    say: () => open("say"),
    transfer: () => open("transfer"),
    take_over() {
      if (aired) void onAir.handBack();
      else open("take_over");
    },
    end() {
      if (reasons.end) return announcer.say(reasons.end);
      if (!underway.has("end")) end.press();
    },
  };
  // Keys are registered once; what they do changes with the call.
  const acts = useRef(act);
  acts.current = act;
  useActs(useMemo(() => ({
    listen: () => acts.current.listen(),
    whisper: () => acts.current.whisper(),
    say: () => acts.current.say(),
    transfer: () => acts.current.transfer(),
    take_over: () => acts.current.take_over(),
    end: () => acts.current.end(),
  }), []));

  // On air the panel has done its work.
  useEffect(() => {
    if (aired) {
      setPanel(null);
      setMore(false);
    }
  }, [aired]);
  const shown = panel === "take_over" && aired ? null : panel;
  const nowMs = clock.nowMs.value - call.startedAtMs;
  const asked = onAir.trouble.value || commands.trouble.value;
  const trouble = asked || sound.trouble.value;
  const again = asked === "" && sound.worthAgain.value && reasons.listen === "";

  return (
    <section
      class={`dock${aired ? " on-air" : ""}${more ? " more-open" : ""}`}
      aria-label={TEXTS.title}
      ref={dock}
      onKeyDown={(event) => {
        if (event.key === "Escape" && panel) close();
      }}
    >
      {aired && <AirBar {...{ onAir, sound }} />}
      {aired && <LeaveGuard onAir={onAir} />}
      {trouble && (
        <p class="dock-trouble" role="alert">
          <span>{trouble}</span>
          {again && (
            <button type="button" class="button small" onClick={() => void sound.listen()}>
              {TEXTS.listenAgain}
            </button>
          )}
          <button
            type="button"
            class="button quiet square"
            onClick={() => {
              onAir.forgetTrouble();
              commands.forgetTrouble();
              sound.forgetTrouble();
            }}
          >
            <CloseIcon />
            <span class="hidden">{TEXTS.dismiss}</span>
          </button>
        </p>
      )}
      <AskedList shown={shownCommands(commands.asked.value, nowMs)} {...{ commands, onPick }} />
      {listening && <ListenBar sound={sound} onAir={aired} />}
      {shown && (
        <section class="dock-panel" aria-label={PANEL_NAMES[shown]} id="dock-panel">
          {shown === "whisper" && (
            <WhisperForm
              wish={whisper.value}
              onWish={(wish) => whisper.value = wish}
              busy={underway.has("whisper")}
              onSend={async () => {
                const given = await commands.give({ kind: "whisper", ...whisper.value });
                if (given !== null) whisper.value = { ...whisper.value, text: "" };
              }}
            />
          )}
          {shown === "say" && (
            <WordsForm
              label={TEXTS.say.label}
              hint={TEXTS.say.hint}
              placeholder={TEXTS.say.example}
              maxChars={COMMAND_LIMITS.sayChars}
              value={say.value}
              onValue={(text) => say.value = text}
              button={TEXTS.say.act}
              busy={underway.has("say")}
              onSend={async () => {
                const given = await commands.give({ kind: "say", text: say.value });
                if (given !== null) say.value = "";
              }}
            />
          )}
          {shown === "transfer" && (
            <TransferForm
              protocol={call.protocol}
              wish={transfer.value}
              onWish={(wish) => transfer.value = wish}
              busy={underway.has("transfer")}
              onSend={async () => {
                const given = await commands.give({ kind: "transfer", ...transfer.value });
                if (given !== null) close();
              }}
            />
          )}
          {shown === "take_over" && <TakeOverPanel onAir={onAir} onCancel={close} />}
        </section>
      )}
      <div class="dock-acts" role="group" aria-label={TEXTS.title}>
        <DockButton
          act="listen"
          keys="l"
          icon={<EarIcon />}
          why={aired ? TEXTS.onAir : listening ? "" : reasons.listen}
          going={listening && !aired}
          onPress={act.listen}
        >
          {listening && !aired ? ACTS.stopListening : ACTS.listen}
        </DockButton>
        <span class="dock-more">
          <DockButton
            {...{ act: "whisper", keys: "w", why: reasons.whisper, icon: <WhisperIcon /> }}
            expanded={shown === "whisper"}
            onPress={act.whisper}
          >
            {ACTS.whisper}
          </DockButton>
          <DockButton
            {...{ act: "say", keys: "s", why: reasons.say, icon: <SayIcon /> }}
            expanded={shown === "say"}
            onPress={act.say}
          >
            {ACTS.say}
          </DockButton>
          {!aired && (
            <DockButton
              {...{ act: "take_over", keys: "Shift+T", why: reasons.take_over }}
              icon={<MicrophoneIcon />}
              expanded={shown === "take_over"}
              onPress={act.take_over}
            >
              {ACTS.takeOver}
            </DockButton>
          )}
          <DockButton
            {...{ act: "transfer", keys: "t", why: reasons.transfer, icon: <TransferIcon /> }}
            expanded={shown === "transfer"}
            onPress={act.transfer}
          >
            {ACTS.transfer}
          </DockButton>
        </span>
        <button
          type="button"
          class="button dock-toggle"
          aria-expanded={more}
          onClick={() => setMore(!more)}
        >
          <MoreIcon />
          {more ? ACTS.less : ACTS.more}
        </button>
        <DockButton
          act="end"
          keys="Shift+E"
          icon={<EndIcon />}
          why={reasons.end || (underway.has("end") ? TEXTS.endAsked : "")}
          armed={end.armed}
          onPress={act.end}
        >
          {end.armed ? ACTS.endAgain : ending ? ACTS.endAtOnce : ACTS.end}
        </DockButton>
      </div>
    </section>
  );
}
