// From which length and cost on a call wants attention: a choice of this browser.
import { useStores } from "../stores.ts";
import { HELP_TEXTS } from "../texts/help.ts";
import { NumberField } from "../ui/field.tsx";

const TEXTS = HELP_TEXTS.marks;

export function FloorMarks() {
  const { prefs } = useStores();
  const { minutes, usd } = prefs.marks.value;
  /** An emptied field is still being typed in: the mark stays as it was. */
  const set = (name: "minutes" | "usd") => (value: number) => {
    if (!Number.isFinite(value) || value < 0) return;
    prefs.marks.value = { ...prefs.marks.value, [name]: value };
  };
  return (
    <fieldset class="floor-marks">
      <legend class="field-label">{TEXTS.title}</legend>
      <NumberField
        label={TEXTS.minutes}
        unit=""
        hint={TEXTS.never}
        value={minutes}
        range={{ min: 0, max: 600 }}
        step={1}
        onValue={set("minutes")}
      />
      <NumberField
        label={TEXTS.dollars}
        unit=""
        hint={TEXTS.never}
        value={usd}
        range={{ min: 0, max: 1000 }}
        step={0.5}
        onValue={set("usd")}
      />
    </fieldset>
  );
}
