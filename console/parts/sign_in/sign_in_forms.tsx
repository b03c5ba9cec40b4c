// The ways in that the server offers: an identity provider, a name and password, the server's terminal, the admin token.
import { useEffect, useState } from "preact/hooks";
import type { Proof, Refusal } from "../../api.ts";
import { useStores } from "../../stores.ts";
import { SIGN_IN_TEXTS as TEXTS } from "../../texts/sign_in.ts";
import { Field } from "../../ui/field.tsx";
import { PasswordField } from "../../ui/password_field.tsx";
import { type Arrival, wanted } from "./arrival.ts";

interface SignInFormsProps {
  arrival: Arrival;
  /** The page underneath must not be left: other sites open beside it. */
  again?: boolean;
}

export function SignInForms({ arrival, again = false }: SignInFormsProps) {
  const { session, clock } = useStores();
  const state = session.state.value;
  const facts = "facts" in state ? state.facts : null;
  // Before the server has told, what every server has.
  const ways = facts?.ways ?? { password: false, oidc: null, token: true };
  const [trouble, setTrouble] = useState(() =>
    arrival?.kind === "oidc" ? oidcTrouble(arrival.trouble) : ""
  );

  useEffect(() => {
    if (arrival?.kind !== "code") return;
    void session.signIn({ code: arrival.code }).then((refusal) =>
      setTrouble(refusal ? refusal.message : "")
    );
  }, []);
  useEffect(() => {
    // Somebody may have signed in in another tab.
    const look = () => void session.check();
    addEventListener("focus", look);
    return () => removeEventListener("focus", look);
  }, []);

  return (
    <>
      {state.kind === "unreachable" && (
        <p class="field-error" role="alert" data-at={clock.wallMs.value}>{TEXTS.away}</p>
      )}
      {trouble !== "" && <p class="field-error" role="alert">{trouble}</p>}
      {ways.oidc && (
        <div class="sign-in-way">
          <a
            class={ways.password ? "button wide" : "button primary wide"}
            // Not "_self", or else the router would take it for a page.
            target={again ? "_blank" : "_top"}
            href={`/api/session/oidc?to=${encodeURIComponent(again ? "/" : wanted())}`}
          >
            {again ? TEXTS.withAgain(ways.oidc.name) : TEXTS.with(ways.oidc.name)}
          </a>
          {again && <p class="field-hint">{TEXTS.comeBack}</p>}
        </div>
      )}
      {ways.oidc && ways.password && <Or />}
      {ways.password && <PasswordForm />}
      {ways.password || ways.oidc
        ? (
          <>
            <details class="sign-in-more">
              <summary>{TEXTS.link}</summary>
              <LinkWay />
            </details>
            {ways.token && (
              <details class="sign-in-more">
                <summary>{TEXTS.byToken}</summary>
                <TokenForm />
              </details>
            )}
          </>
        )
        : (
          <>
            <LinkWay />
            {ways.token && <Or />}
            {ways.token && <TokenForm />}
          </>
        )}
    </>
  );
}

function oidcTrouble(code: string): string {
  const words: Readonly<Record<string, string>> = TEXTS.oidc;
  return Object.hasOwn(words, code) ? words[code]! : TEXTS.otherTrouble;
}

function Or() {
  return <p class="or" aria-hidden="true">{TEXTS.or}</p>;
}

/** `say`: the server's own words, where they say more. */
function useEntering(whyNot: (refusal: Refusal) => string) {
  const { session } = useStores();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  return {
    busy,
    error,
    setError,
    async enter(proof: Proof): Promise<void> {
      setError(undefined);
      setBusy(true);
      const refusal = await session.signIn(proof);
      setBusy(false);
      if (refusal) setError(whyNot(refusal));
    },
  };
}

function PasswordForm() {
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [nameless, setNameless] = useState<string>();
  const { busy, error, setError, enter } = useEntering(({ code, message }) =>
    code === "signed_out"
      ? TEXTS.wrong
      : code === "too_many_requests"
      ? TEXTS.wait(message)
      : message
  );

  function submit(event: Event): void {
    event.preventDefault();
    const needsName = name.trim() === "";
    setNameless(needsName ? TEXTS.needs.name : undefined);
    setError(password === "" ? TEXTS.needs.password : undefined);
    if (!needsName && password !== "") void enter({ name: name.trim(), password });
  }

  return (
    <form onSubmit={submit} noValidate>
      <Field label={TEXTS.name} hint={TEXTS.nameHint} error={nameless}>
        {(ids) => (
          <input
            {...ids}
            class="input"
            name="username"
            autocomplete="username"
            autocapitalize="off"
            spellcheck={false}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        )}
      </Field>
      <PasswordField
        label={TEXTS.password}
        autocomplete="current-password"
        hint={TEXTS.forgotten}
        error={error}
        value={password}
        onValue={setPassword}
      />
      <button type="submit" class="button primary wide" disabled={busy}>
        {busy ? TEXTS.busy : TEXTS.act}
      </button>
    </form>
  );
}

function TokenForm() {
  const [token, setToken] = useState("");
  const { busy, error, setError, enter } = useEntering(({ message }) => message);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (token.trim() === "") setError(TEXTS.needs.token);
        else void enter({ token: token.trim() });
      }}
      noValidate
    >
      <input
        class="hidden"
        type="text"
        name="username"
        autocomplete="username"
        value="admin"
        tabIndex={-1}
        aria-hidden="true"
        readOnly
      />
      <PasswordField
        label={TEXTS.token}
        autocomplete="current-password"
        hint={TEXTS.tokenHint}
        error={error}
        value={token}
        onValue={setToken}
      />
      <button type="submit" class="button primary wide" disabled={busy}>
        {busy ? TEXTS.busy : TEXTS.act}
      </button>
    </form>
  );
}

function LinkWay() {
  const { api } = useStores();
  const [printed, setPrinted] = useState("");
  async function print(): Promise<void> {
    const result = await api.printLink();
    setPrinted(result.ok ? TEXTS.printed : result.refusal.message);
  }
  return (
    <div class="sign-in-way">
      <p class="muted">{TEXTS.linkWords}</p>
      <button type="button" class="button wide" onClick={print}>{TEXTS.print}</button>
      <p class="field-hint" role="status">{printed}</p>
    </div>
  );
}
