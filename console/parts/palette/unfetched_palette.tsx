// Stands in for the palette where it could not be fetched: says so once and is gone.
import { useEffect } from "preact/hooks";
import { useStores } from "../../stores.ts";
import { PALETTE_TEXTS } from "../../texts/palette.ts";

export function UnfetchedPalette({ onClose }: { onClose: () => void }) {
  const { notices } = useStores();
  useEffect(() => {
    notices.show({ text: PALETTE_TEXTS.unfetched, tone: "act" });
    onClose();
  }, []);
  return null;
}
