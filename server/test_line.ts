// Calls from browsers, for the admin API: each is announced before it is answered, since it cannot say itself whom it
// is for.
import type { Answering } from "./answering.ts";
import type { TestLine } from "./http/admin_deps.ts";
import type { PhoneSide } from "./phone_side.ts";

export function createTestLine(
  { browser }: Pick<PhoneSide, "browser">,
  { expect }: Pick<Answering, "expect">,
): TestLine {
  return {
    admission: () => browser.admission(),
    call(request, { onOver, ...whom }) {
      const callId = crypto.randomUUID();
      const forget = expect(callId, whom);
      const over = () => {
        forget();
        onOver();
      };
      const call = browser.call(request, { callId, onOver: over });
      if (!call) forget();
      return call;
    },
  };
}
