// Choosing a password: twice, with the rules said before, the same for an invitation and for a change.
import { useState } from "preact/hooks";
import { PERSON_LIMITS } from "../../../server/contract/person_limits.ts";
import { SIGN_IN_TEXTS } from "../../texts/sign_in.ts";
import { PasswordField } from "../../ui/password_field.tsx";

const TEXTS = SIGN_IN_TEXTS.invite;
const LEAST_CHARS = PERSON_LIMITS.passwordChars.least;

export function useNewPassword() {
  const [password, setPassword] = useState("");
  const [repeat, setRepeat] = useState("");
  const [told, setTold] = useState(false);
  const short = password.length < LEAST_CHARS;
  return {
    password,
    repeat,
    setPassword,
    setRepeat,
    short: told && short,
    differs: told && !short && repeat !== password,
    /** Whether it can be sent; from then on what is wrong is said. */
    check(): boolean {
      setTold(true);
      return !short && repeat === password;
    },
    clear() {
      setPassword("");
      setRepeat("");
      setTold(false);
    },
  };
}

/** `error`: what the server said of the password. */
export function NewPasswordFields(
  { fields, error }: { fields: ReturnType<typeof useNewPassword>; error?: string | undefined },
) {
  return (
    <>
      <PasswordField
        label={TEXTS.password}
        field="new-password"
        autocomplete="new-password"
        hint={TEXTS.rules(LEAST_CHARS)}
        error={fields.short ? TEXTS.short(LEAST_CHARS) : error}
        value={fields.password}
        onValue={fields.setPassword}
      />
      <PasswordField
        label={TEXTS.repeat}
        field="new-password-again"
        autocomplete="new-password"
        error={fields.differs ? TEXTS.differ : undefined}
        value={fields.repeat}
        onValue={fields.setRepeat}
      />
    </>
  );
}
