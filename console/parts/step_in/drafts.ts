// What was written to a call and not sent: kept while its page is open, even where the call was taken for dead and came
// back.
import { type Signal, signal } from "@preact/signals";
import type { TransferWish } from "./transfer_form.tsx";
import type { WhisperWish } from "./whisper_form.tsx";

export interface Drafts {
  whisper: Signal<WhisperWish>;
  say: Signal<string>;
  transfer: Signal<TransferWish>;
}

export function createDrafts(): Drafts {
  return {
    whisper: signal<WhisperWish>({ text: "", when: "after_caller" }),
    say: signal(""),
    transfer: signal<TransferWish>({ target: "", reason: "" }),
  };
}
