// Puts the caller through: where to, where the phone system takes a target, and why. Wants a second press.
import { useEffect, useRef } from "preact/hooks";
import { COMMAND_LIMITS } from "../../../server/contract/command_kinds.ts";
import { targetWords, transferHint } from "../../live/command_words.ts";
import { STEP_IN_TEXTS } from "../../texts/step_in.ts";
import { TextField } from "../../ui/text_field.tsx";
import { useSecondPress } from "./second_press.ts";

const TEXTS = STEP_IN_TEXTS.transfer;

export interface TransferWish {
  target: string;
  reason: string;
}

interface TransferFormProps {
  protocol: string;
  wish: TransferWish;
  onWish: (wish: TransferWish) => void;
  busy: boolean;
  onSend: () => void;
}

export function TransferForm({ protocol, wish, onWish, busy, onSend }: TransferFormProps) {
  const target = targetWords(protocol);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector("input")?.focus(), []);
  const second = useSecondPress(
    TEXTS.armed,
    onSend,
  );
  const change = (part: Partial<TransferWish>) => {
    second.disarm();
    onWish({ ...wish, ...part });
  };
  return (
    <form
      class="transfer-form"
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) second.press();
      }}
    >
      {target && (
        <TextField
          label={target.label}
          hint={target.hint}
          value={wish.target}
          maxLength={COMMAND_LIMITS.targetChars}
          onValue={(value) => change({ target: value })}
        />
      )}
      <TextField
        label={TEXTS.reason}
        hint={transferHint(protocol)}
        value={wish.reason}
        maxLength={COMMAND_LIMITS.sayChars}
        onValue={(reason) => change({ reason })}
      />
      <button
        type="submit"
        class={second.armed ? "button danger armed" : "button primary"}
        aria-disabled={busy}
      >
        {busy ? TEXTS.busy : second.armed ? TEXTS.again : TEXTS.act}
      </button>
    </form>
  );
}
