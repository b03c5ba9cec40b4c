// The first steps of a new installation, on the floor until they are done or put away. They tick themselves.
import { useState } from "preact/hooks";
import { firstRunOver, type FirstStep, firstSteps } from "../live/first_run.ts";
import { useStores } from "../stores.ts";
import { FIRST_RUN_TEXTS as TEXTS } from "../texts/first_run.ts";
import { CheckIcon, CloseIcon } from "../ui/icons.tsx";
import { useMay } from "./may.tsx";
import { TestCallButton } from "./test_call_button.tsx";

/** `fresh`: no call has come in yet, so this is what there is to do. */
export function FirstRun({ fresh }: { fresh: boolean }) {
  const { floor, prefs, notices } = useStores();
  const status = floor.status.value;
  const [open, setOpen] = useState<boolean | null>(null);
  const mayEdit = useMay("edit");
  if (!status || !mayEdit || !prefs.firstSteps.value || firstRunOver(status)) return null;
  const steps = firstSteps(status);
  const done = steps.filter((step) => step.done).length;
  const shown = open ?? fresh;
  function putAway(): void {
    prefs.firstSteps.value = false;
    notices.show({ text: TEXTS.putAwayDone, tone: "plain" });
    document.querySelector<HTMLElement>("#main")?.focus({ preventScroll: true });
  }
  return (
    <section class="first-run" aria-labelledby="first-run-title">
      <details open={shown} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary class="first-run-head">
          <h2 id="first-run-title">{TEXTS.title}</h2>
          <span class="first-run-count" role="status">{TEXTS.count(done, steps.length)}</span>
          <span class="first-run-bar" aria-hidden="true">
            {steps.map(({ id, done }) => <i key={id} class={done ? "done" : ""} />)}
          </span>
        </summary>
        <ol class="first-run-steps">
          {steps.map((step) => <Step key={step.id} step={step} fresh={fresh} />)}
        </ol>
      </details>
      <button type="button" class="button quiet small first-run-away" onClick={putAway}>
        <CloseIcon />
        {TEXTS.putAway}
      </button>
    </section>
  );
}

function Step({ step, fresh }: { step: FirstStep; fresh: boolean }) {
  const { id, done, title, words } = step;
  return (
    <li class={done ? "first-run-step done" : "first-run-step"}>
      <span class="first-run-mark" aria-hidden="true">{done && <CheckIcon />}</span>
      <div>
        <h3>
          <span class="hidden">{done ? TEXTS.done : TEXTS.open}</span> {title}
        </h3>
        <p>{words}</p>
      </div>
      {!done && id === "call" && !fresh && <TestCallButton quiet />}
      {!done && id === "socket" && (
        <a class="button" href="/connection#phones">{TEXTS.steps.socket.act}</a>
      )}
      {!done && id === "publish" && <a class="button" href="/agents">{TEXTS.steps.publish.act}</a>}
    </li>
  );
}
