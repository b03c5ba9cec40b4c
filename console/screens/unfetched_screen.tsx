// In place of a screen whose code could not be fetched.
import { SHELL_TEXTS } from "../texts/shell.ts";
import { Missing } from "./missing_screen.tsx";

const TEXTS = SHELL_TEXTS.missing;

export function UnfetchedScreen() {
  return (
    <Missing
      title={TEXTS.unfetched}
      words={TEXTS.unfetchedWords}
      again={() => location.reload()}
    />
  );
}
