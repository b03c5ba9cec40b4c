// Light, dark, or as the system says; one press goes to the next.
import type { Scheme } from "../live/prefs.ts";
import { SCHEMES } from "../live/prefs.ts";
import { useStores } from "../stores.ts";
import { MoonIcon, SunIcon, SystemIcon } from "../ui/icons.tsx";

export const SCHEME_WORDS: Record<Scheme, string> = {
  system: "Auto",
  light: "Light",
  dark: "Dark",
};
const ICONS = { system: SystemIcon, light: SunIcon, dark: MoonIcon };

export function SchemeButton() {
  const { scheme } = useStores().prefs;
  const now = scheme.value;
  const next = SCHEMES[(SCHEMES.indexOf(now) + 1) % SCHEMES.length]!;
  const Icon = ICONS[now];
  return (
    <button
      type="button"
      class="rail-place"
      title={`Appearance: ${SCHEME_WORDS[now]}. Press for ${SCHEME_WORDS[next]}.`}
      onClick={() => scheme.value = next}
    >
      <Icon />
      <span class="hidden">Appearance:</span> {SCHEME_WORDS[now]}
    </button>
  );
}
