// Asks before the page of a call is left while its supervisor is on air: leaving hands the call back.
import { useEffect, useState } from "preact/hooks";
import { useLocation } from "preact-iso/router";
import type { OnAir } from "../../live/on_air.ts";
import { STEP_IN_TEXTS } from "../../texts/step_in.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { useLeaving } from "../leaving.ts";

const TEXTS = STEP_IN_TEXTS.leave;

/** Drawn only while on air. */
export function LeaveGuard({ onAir }: { onAir: OnAir }) {
  const { route } = useLocation();
  const [goal, setGoal] = useState<string | null>(null);
  useLeaving(setGoal);
  useEffect(() => {
    function click(event: MouseEvent): void {
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      if (!(link instanceof HTMLAnchorElement) || link.target || event.ctrlKey || event.metaKey) {
        return;
      }
      if (link.origin !== location.origin || link.pathname === location.pathname) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      setGoal(link.pathname + link.search);
    }
    function unload(event: BeforeUnloadEvent): void {
      event.preventDefault();
    }
    // The page is closed for good: what is said from here on would reach nobody.
    function hide(): void {
      void onAir.handBack({ leaving: true });
    }
    addEventListener("click", click, true);
    addEventListener("beforeunload", unload);
    addEventListener("pagehide", hide);
    return () => {
      removeEventListener("click", click, true);
      removeEventListener("beforeunload", unload);
      removeEventListener("pagehide", hide);
    };
  }, []);
  if (goal === null) return null;
  return (
    <Dialog title={TEXTS.title} onClose={() => setGoal(null)}>
      <p>
        {TEXTS.words}
      </p>
      <div class="dialog-acts">
        <button type="button" class="button" onClick={() => setGoal(null)}>{TEXTS.stay}</button>
        <button
          type="button"
          class="button danger"
          onClick={() => {
            void onAir.handBack();
            route(goal);
          }}
        >
          {TEXTS.act}
        </button>
      </div>
    </Dialog>
  );
}
