// Where the link of an invitation leads: a password is chosen, and one is in.
import { useState } from "preact/hooks";
import { useStores } from "../../stores.ts";
import { SIGN_IN_TEXTS } from "../../texts/sign_in.ts";
import { NewPasswordFields, useNewPassword } from "./new_password.tsx";

const TEXTS = SIGN_IN_TEXTS.invite;

export function InvitationForm({ code, onLeave }: { code: string; onLeave: () => void }) {
  const { session } = useStores();
  const fields = useNewPassword();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState("");
  const [old, setOld] = useState(false);

  async function set(event: Event): Promise<void> {
    event.preventDefault();
    if (!fields.check()) return;
    setBusy(true);
    const refusal = await session.setPassword(code, fields.password);
    setBusy(false);
    if (!refusal) return onLeave();
    if (refusal.code === "signed_out" || refusal.code === "not_found") setOld(true);
    else setTrouble(refusal.fields[0]?.message ?? refusal.message);
  }

  if (old) {
    return (
      <>
        <p class="field-error" role="alert">{TEXTS.old}</p>
        <button type="button" class="button start" onClick={onLeave}>{TEXTS.toSignIn}</button>
      </>
    );
  }
  return (
    <form onSubmit={(event) => void set(event)} noValidate>
      <p class="muted">{TEXTS.words}</p>
      <NewPasswordFields fields={fields} error={trouble || undefined} />
      <button type="submit" class="button primary wide" disabled={busy}>
        {busy ? TEXTS.busy : TEXTS.act}
      </button>
    </form>
  );
}
