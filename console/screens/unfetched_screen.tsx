// In place of a screen whose code could not be fetched.
import { Missing } from "./missing_screen.tsx";

export function UnfetchedScreen() {
  return (
    <Missing
      title="This part of the console could not be fetched"
      words="The server cannot be reached, or it was replaced by another version meanwhile."
      again={() => location.reload()}
    />
  );
}
