// For somebody who is known and may do nothing yet: what that means, and the way out.
import { useEffect } from "preact/hooks";
import { useStores } from "../stores.ts";
import { ROLES_TEXTS as TEXTS } from "../texts/roles.ts";
import { HooklineArt } from "../ui/brand.tsx";
import { OutIcon } from "../ui/icons.tsx";

export function NoRoleScreen() {
  const { session } = useStores();
  useEffect(() => {
    document.title = `${TEXTS.none} · Hookline`;
    // Comes by itself once somebody has given one.
    const look = () => void session.check();
    addEventListener("focus", look);
    return () => removeEventListener("focus", look);
  }, []);
  return (
    <main id="main" class="page" tabIndex={-1}>
      <section class="empty">
        <HooklineArt />
        <h1>{session.me.value?.name}</h1>
        <p>{TEXTS.roleless} {TEXTS.ask}</p>
        <div class="empty-actions">
          <button type="button" class="button primary" onClick={() => location.reload()}>
            {TEXTS.tryAgain}
          </button>
          <button type="button" class="button" onClick={() => void session.signOut()}>
            <OutIcon />
            {TEXTS.signOut}
          </button>
        </div>
      </section>
    </main>
  );
}
