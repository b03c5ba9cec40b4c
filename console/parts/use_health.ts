// The health of the server, asked anew every few seconds while somebody looks.
import { useEffect, useState } from "preact/hooks";
import type { ServerHealth } from "../../server/contract/health.ts";
import { useStores } from "../stores.ts";

const ASK_AGAIN_MS = 5000;

export interface KnownHealth {
  health: ServerHealth | null;
  /** Why it could not be asked anew; "": it could. */
  trouble: string;
}

export function useHealth(): KnownHealth {
  const { api, timers } = useStores();
  const [known, setKnown] = useState<KnownHealth>({ health: null, trouble: "" });
  useEffect(() => {
    let gone = false;
    let cancel = () => {};
    async function ask(): Promise<void> {
      const asked = document.visibilityState === "visible" ? await api.health() : null;
      if (gone) return;
      // What was known stays, with its age.
      if (asked?.ok) setKnown({ health: asked.value, trouble: "" });
      else if (asked) setKnown(({ health }) => ({ health, trouble: asked.refusal.message }));
      cancel = timers.after(ASK_AGAIN_MS, () => void ask());
    }
    void ask();
    return () => {
      gone = true;
      cancel();
    };
  }, []);
  return known;
}
