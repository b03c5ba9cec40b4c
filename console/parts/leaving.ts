// Going to another page: at once, or by way of whoever has to be asked before this one is left. Links are theirs to catch.
import { useEffect } from "preact/hooks";

type Go = (href: string) => void;
let asked: Go | null = null;

/** While it is drawn, `ask` is called in place of going. */
export function useLeaving(ask: Go): void {
  useEffect(() => {
    asked = ask;
    return () => {
      asked = null;
    };
  }, []);
}

export function leaveFor(href: string, route: Go): void {
  (asked ?? route)(href);
}
