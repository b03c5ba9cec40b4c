// The way in: a one-use link from the server's terminal, or the admin token.
import { useEffect, useState } from "preact/hooks";
import { useStores } from "../stores.ts";
import { HooklineArt, Mark } from "../ui/brand.tsx";
import { Field } from "../ui/field.tsx";

/** A code in the fragment never reaches a server's log; it is used once and wiped from the address. */
function takeCode(): string | null {
  const code = new URLSearchParams(location.hash.slice(1)).get("code");
  if (code !== null) history.replaceState(null, "", location.pathname + location.search);
  return code;
}

export function SignInScreen() {
  const { session, api, clock } = useStores();
  const [token, setToken] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const [printed, setPrinted] = useState<string>();

  async function enter(proof: { code: string } | { token: string }): Promise<void> {
    setBusy(true);
    const refusal = await session.signIn(proof);
    setBusy(false);
    if (refusal) setError(refusal.message);
  }

  useEffect(() => {
    document.title = "Sign in · Hookline";
    const code = takeCode();
    if (code) void enter({ code });
  }, []);

  async function print(): Promise<void> {
    const result = await api.printLink();
    setPrinted(
      result.ok
        ? "Look at the server's terminal: a fresh link stands there. It works once, for ten minutes."
        : result.refusal.message,
    );
  }

  const away = session.state.value.kind === "unreachable";
  return (
    <div class="sign-in">
      <header class="sign-in-art">
        <p class="wordmark">
          <Mark />Hookline
        </p>
        <HooklineArt />
        <p class="sign-in-claim">
          Every call, word by word,<br />as the caller hears it.
        </p>
      </header>
      <main id="main" class="sign-in-form" tabIndex={-1}>
        <h1>Sign in</h1>
        {away && (
          <p class="field-error" role="alert" data-at={clock.wallMs.value}>
            The server does not answer. This page goes on asking.
          </p>
        )}
        <p class="muted">
          The server prints a sign-in link in its terminal when it starts. Open it on this computer
          and you are in.
        </p>
        <button type="button" class="button wide" onClick={print}>
          Print a new sign-in link in the server's terminal
        </button>
        <p class="field-hint" role="status">{printed}</p>
        <p class="or" aria-hidden="true">or</p>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            setError(undefined);
            if (token.trim() === "") setError("Enter the admin token");
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
          <Field
            label="Admin token"
            error={error}
            hint="The value of ADMIN_TOKEN, where one was set."
          >
            {(ids) => (
              <input
                {...ids}
                class="input"
                type="password"
                name="password"
                autocomplete="current-password"
                value={token}
                onInput={(event) => setToken(event.currentTarget.value)}
              />
            )}
          </Field>
          <button type="submit" class="button primary wide" disabled={busy}>
            {busy ? "Signing in…" : "Sign in"}
          </button>
        </form>
      </main>
    </div>
  );
}
