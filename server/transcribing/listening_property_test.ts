// Whatever comes in whichever order: no final line is lost, none is doubled, and each side keeps its order.
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { eventsOf, heard, rig } from "./rig_for_tests.ts";

type Happening =
  | { it: "final"; channel: number; language: string }
  | { it: "partial"; channel: number }
  | { it: "answer"; which: number; ok: boolean }
  | { it: "pass"; ms: number }
  | { it: "lost"; channel: number; retrying: boolean }
  | { it: "hold" | "resume" };

const channel = fc.constantFrom(0, 1);
const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      it: fc.constant("final" as const),
      channel,
      language: fc.constantFrom("de", "en", ""),
    }),
  },
  { weight: 1, arbitrary: fc.record({ it: fc.constant("partial" as const), channel }) },
  {
    weight: 4,
    arbitrary: fc.record({
      it: fc.constant("answer" as const),
      which: fc.nat(5),
      ok: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ it: fc.constant("pass" as const), ms: fc.nat(2500) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      it: fc.constant("lost" as const),
      channel,
      retrying: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ it: fc.constantFrom("hold" as const, "resume" as const) }) },
);

async function live(before: readonly Happening[], after: readonly Happening[], translate: boolean) {
  const all = rig({ interims: true, ...(translate && { translateTo: "en-US" }) });
  const told: [string[], string[]] = [[], []];
  let count = 0;
  const answered = new Set<number>();
  const happen = async (happening: Happening) => {
    switch (happening.it) {
      case "final": {
        const text = `u${++count}`;
        told[happening.channel === 0 ? 0 : 1].push(text);
        return all.ears[happening.channel]!.tell(heard(text, { language: happening.language }));
      }
      case "partial":
        return all.ears[happening.channel]!.tell({
          type: "partial",
          utteranceId: "open",
          text: "so far",
          startMs: 0,
        });
      case "answer": {
        const open = all.asked.flatMap((_, i) => answered.has(i) ? [] : [i]);
        const index = open[happening.which];
        if (index === undefined) return;
        answered.add(index);
        const { text, answer, fail } = all.asked[index]!;
        happening.ok ? answer(text) : fail();
        return await all.settle();
      }
      case "pass":
        return all.clock.advance(happening.ms);
      case "lost":
        return all.ears[happening.channel]!.tell({
          type: "lost",
          failure: { code: "E_UP_LOST", detail: "", retry: true },
          retrying: happening.retrying,
        });
      case "hold":
        return all.listener.held();
      case "resume":
        return all.listener.resumed(100, 5000);
    }
  };
  for (const it of before) await happen(it);
  const closing = all.closing();
  for (const it of after.slice(0, 3)) await happen(it);
  const inTime = told.map((texts) => texts.length);
  for (const ear of all.ears) ear.finished();
  await all.settle();
  all.clock.advance(3500);
  assert(closing.done, "the phone system waits no longer");
  const sent = [0, 1].map((index) =>
    all.lines.filter((line) => line.final && line.channel === index).map(({ id }) => id)
  );
  const lines = [0, 1].map((index) =>
    eventsOf(all, "speech.line").filter(({ speaker }) => (speaker === "caller") === (index === 0))
  );
  assertEquals(lines.map((own) => own.map(({ text }) => text)), told);
  assertEquals(sent, lines.map((own) => own.map(({ itemId }) => itemId)));
  assertEquals(sent.map((own) => own.length), inTime);
  all.listener.closed({ by: "phone", detail: "end" });
  assertEquals([all.ended(), all.clock.pending, all.logged], [1, 0, []]);
  assertEquals(eventsOf(all, "call.ended").length, 1);
  assertEquals(all.events.at(-1)?.type, "call.ended");
  const translated = eventsOf(all, "speech.translated").map(({ itemId }) => itemId);
  assertEquals(new Set(translated).size, translated.length, "each line at most once");
}

Deno.test("no final line is lost or doubled, and each side keeps its order, whatever happens", async () => {
  const happenings = fc.array(happening, { maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(happenings, fc.array(happening, { maxLength: 3 }), fc.boolean(), live),
    { numRuns: 150, seed: 4, endOnFailure: true },
  );
});
