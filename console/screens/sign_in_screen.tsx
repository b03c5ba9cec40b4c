// The door: who is let in sees the console. A second form of it stands over a page whose session has ended.
import "../floor_code.ts";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import { type Arrival, arrivalOf } from "../parts/sign_in/arrival.ts";
import { InvitationForm } from "../parts/sign_in/invitation_form.tsx";
import { SignInForms } from "../parts/sign_in/sign_in_forms.tsx";
import { SIGN_IN_TEXTS as TEXTS } from "../texts/sign_in.ts";
import { HooklineArt, Mark } from "../ui/brand.tsx";

const PRODUCT = "Hookline";

interface SignInScreenProps {
  arrival: Arrival;
  /** What the address brought is used up. */
  onUsed: () => void;
}

export function SignInScreen({ arrival, onUsed }: SignInScreenProps) {
  const { route } = useLocation();
  const invited = arrival?.kind === "invite";
  const title = invited ? TEXTS.invite.title : TEXTS.title;
  useEffect(() => {
    document.title = `${title} · ${PRODUCT}`;
  }, [title]);
  useEffect(() => {
    // A second link pasted into this page changes nothing but the fragment.
    const begin = () => arrivalOf(location.hash) && location.reload();
    addEventListener("hashchange", begin);
    return () => removeEventListener("hashchange", begin);
  }, []);
  return (
    <div class="sign-in">
      <header class="sign-in-art">
        <p class="wordmark">
          <Mark />
          {PRODUCT}
        </p>
        <HooklineArt />
        <p class="sign-in-claim">
          {TEXTS.claim}
          <br />
          {TEXTS.claimGoesOn}
        </p>
      </header>
      <main id="main" class="sign-in-form" tabIndex={-1}>
        <h1>{title}</h1>
        {arrival?.kind === "invite"
          ? (
            <InvitationForm
              code={arrival.code}
              onLeave={() => {
                route("/", true);
                onUsed();
              }}
            />
          )
          : <SignInForms arrival={arrival} />}
      </main>
    </div>
  );
}

/** Over the page as it was: modal, so that nothing under it is read or pressed; not to be closed but by signing in. */
export function SignInAgain() {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const [before] = useState(() => document.activeElement);
  useEffect(() => {
    dialog.current?.showModal();
    return () => {
      dialog.current?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class="sign-in-again"
      aria-labelledby={titleId}
      onCancel={(event) => event.preventDefault()}
      // Some browsers close it at the second Escape all the same.
      onClose={() => dialog.current?.isConnected && dialog.current.showModal()}
    >
      <div class="sign-in-form">
        <h1 id={titleId}>{TEXTS.again.title}</h1>
        <p class="muted">{TEXTS.again.words}</p>
        <SignInForms arrival={null} again />
      </div>
    </dialog>
  );
}
