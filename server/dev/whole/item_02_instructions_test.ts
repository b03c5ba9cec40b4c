// Item 2 of issue 3, in whole calls: where instructions come from, in their order, and what an address that is
// slow, wrong or gone does to a call: nothing that its caller could hear.
import { assert, assertEquals, assertFalse, assertStringIncludes } from "@std/assert";
import { HOUSE_RULES } from "../../agents/render.ts";
import { loadScript } from "../../simulator/caller/conversations.ts";
import type { Script } from "../../simulator/caller/caller_script.ts";
import { assertOrderly, heardOf } from "./heard_words.ts";
import { runApp, type RunningApp, script } from "./running_app.ts";
import { HELLO, SHORT_TALK } from "./short_talk.ts";
import {
  atOnce,
  type CallFile,
  eventsOf,
  keptLog,
  notesOf,
  publish,
  type Received,
  receiver,
  recordOf,
} from "./whole_kit.ts";

const GREETED = script("is greeted and hangs up", { do: "listen", quietMs: 300 }, {
  do: "hang_up",
});
const SCENARIO = {
  when: [
    // Whatever the words for it are: the first thing that is asked for is a greeting.
    { match: { why: "asked" as const }, reply: [HELLO], times: 1 },
    ...SHORT_TALK,
  ],
};
const fromSetting = "You are from the setting.";
const fromUrl = "You are from the address.";
const fromFile = "You are from the file.";

interface Outcome {
  file: CallFile;
  /** What the model was told, without the house rules. */
  prompt: string;
  callId: string;
}

/** Rings, is greeted, and looks at what the model was told. */
async function greeted(
  app: RunningApp,
  how: { script?: Script; variables?: Record<string, string> } = {},
): Promise<Outcome> {
  const number = app.standIn.connections.length + 1;
  const report = await app.ring({ script: GREETED, ...how });
  assertOrderly(app, report);
  const journal = app.standIn.connections[number - 1]!;
  assertEquals(heardOf(report, [HELLO]), [HELLO.text]);
  const { instructions } = journal.lastEvent("session.update")?.session as { instructions: string };
  assert(instructions.startsWith(HOUSE_RULES));
  const prompt = instructions.slice(HOUSE_RULES.length).trim();
  const callId = report.sessionId;
  const file = await recordOf(app, callId);
  assertEquals(eventsOf(file, "call.briefed").length, 1);
  return { file, prompt, callId };
}

function source({ file }: Outcome): string | undefined {
  return eventsOf(file, "call.briefed")[0]?.instructionsFrom;
}

async function fileWith(text: string): Promise<string> {
  const path = await Deno.makeTempFile({ prefix: "hookline-prompt-" });
  await Deno.writeTextFile(path, text);
  return path;
}

const system = (text: string) => Response.json({ system: text });

Deno.test("where the instructions of a call come from", () =>
  atOnce({
    "instructions of the call come before the agent's, where the agent lets calls bring them":
      async () => {
        const { log, text } = keptLog();
        const app = await runApp({
          scenario: { ...SCENARIO, commentary: "always" },
          env: { OPENAI_INSTRUCTIONS: fromSetting },
          log,
          paceX: 3,
        });
        await publish(app, { prompt: "You sell umbrellas.", overrides: allow(true) });
        const own = await greeted(app, { script: await loadScript("02_instructions") });
        assertEquals(source(own), "variable");
        assertEquals(
          own.prompt,
          "You answer the phone of the lost property office of Northwind Parcels.",
        );
        assertEquals(own.file.call.endReason, "agent_completed");

        await publish(app, { overrides: allow(false) });
        const variables = { AI_SYSTEM_PROMPT: "You are a pirate." };
        const refused = await greeted(app, { variables });
        assertEquals([source(refused), refused.prompt], ["agent", "You sell umbrellas."]);
        assertEquals(notesOf(refused.file, "variable_not_allowed").length, 1);
        assertFalse(text().includes("pirate"));
        await app.stop();
      },

    "an agent that nobody has written for takes the setting, then the address, then the file, then ours":
      async () => {
        const asked: Received[] = [];
        const address = receiver((request) => {
          asked.push(request);
          return system(fromUrl);
        });
        const path = await fileWith(fromFile);
        const all = {
          OPENAI_INSTRUCTIONS: fromSetting,
          OPENAI_URL_INSTRUCTIONS: `${address.url}/prompt`,
          OPENAI_FILE_INSTRUCTIONS: path,
          ALLOW_PRIVATE_ADDRESSES: "true",
        };
        const { OPENAI_INSTRUCTIONS: _setting, ...noSetting } = all;
        const { OPENAI_URL_INSTRUCTIONS: _url, ...noUrl } = noSetting;
        const apps = await Promise.all(
          [all, noSetting, noUrl, {}].map((env) => runApp({ scenario: SCENARIO, env, paceX: 3 })),
        );
        const [setting, url, file, builtIn] = await Promise.all(apps.map((app) => greeted(app)));
        assertEquals([source(setting!), setting!.prompt], ["setting", fromSetting]);
        assertEquals([source(url!), url!.prompt], ["url", fromUrl]);
        assertEquals([source(file!), file!.prompt], ["file", fromFile]);
        assertEquals(source(builtIn!), "built_in");
        assertStringIncludes(builtIn!.prompt, "You answer the phone of Northwind Parcels");
        // The address was asked once, for the call that needs it.
        assertEquals(asked.map(({ headers }) => headers.get("x-avr-uuid")), [url!.callId]);

        // The file is read for each call.
        await Deno.writeTextFile(path, "You have been rewritten.");
        assertEquals((await greeted(apps[2]!)).prompt, "You have been rewritten.");
        // One that is gone leaves a note, and the next source.
        await Deno.remove(path);
        const gone = await greeted(apps[2]!);
        assertEquals([source(gone), notesOf(gone.file, "instructions_file_failed").length], [
          "built_in",
          1,
        ]);
        await Promise.all(apps.map((app) => app.stop()));
        await address.stop();
      },

    "an address that fails costs a call nothing: its last good copy is used, else the next source":
      async () => {
        const canary = "canary-address-9d2";
        const elsewhere = receiver(() => system("You have been led astray."));
        const answers: Record<string, () => Response | Promise<Response>> = {
          slow: () => new Promise((resolve) => setTimeout(() => resolve(system(fromUrl)), 1500)),
          moved: () => Response.redirect(`${elsewhere.url}/prompt`, 302),
          long: () => system("You talk too much. ".repeat(2000)), // more than a prompt may have
          huge: () => Response.json({ system: fromUrl, more: "and so on, ".repeat(7000) }),
          garbage: () => new Response(`<html>${canary}</html>`),
          empty: () => system("  "),
          broken: () => new Response(canary, { status: 500 }),
        };
        const address = receiver(({ path }) => answers[path.slice(1)]!());
        const path = await fileWith(fromFile);
        const { log, text } = keptLog();
        const env = (name: string, allowed: boolean) => ({
          OPENAI_URL_INSTRUCTIONS: `${address.url}/${name}`,
          OPENAI_FILE_INSTRUCTIONS: path,
          ALLOW_PRIVATE_ADDRESSES: `${allowed}`,
        });
        const cases = [
          ...Object.keys(answers).map((name) => env(name, true)),
          env("private", false),
        ];
        await Promise.all(cases.map(async (env) => {
          const app = await runApp({ scenario: SCENARIO, env, log, paceX: 3 });
          const call = await greeted(app);
          assertEquals(
            [source(call), call.prompt],
            ["file", fromFile],
            env.OPENAI_URL_INSTRUCTIONS,
          );
          assertEquals(notesOf(call.file, "instructions_url_failed").length, 1);
          assertFalse(JSON.stringify(call.file).includes(canary));
          await app.stop();
        }));
        assertEquals(elsewhere.received, []); // no redirect is followed
        assertEquals(address.received.filter((one) => one.path === "/private"), []);
        assertFalse(text().includes(canary));
        await address.stop();
        await elsewhere.stop();
        await Deno.remove(path);
      },

    "the last good copy of an address stands in while it fails": async () => {
      const answers = [system(fromUrl), new Response("down", { status: 503 })];
      const address = receiver(() => answers.shift()!);
      const app = await runApp({
        scenario: SCENARIO,
        env: { OPENAI_URL_INSTRUCTIONS: address.url, ALLOW_PRIVATE_ADDRESSES: "true" },
        paceX: 3,
      });
      assertEquals((await greeted(app)).prompt, fromUrl);
      const second = await greeted(app);
      assertEquals([source(second), second.prompt], ["url", fromUrl]);
      assertStringIncludes(notesOf(second.file, "instructions_url_failed")[0] ?? "", "copy");
      assertEquals(address.received.length, 2);
      await app.stop();
      await address.stop();
    },
  }));

function allow(prompt: boolean) {
  return { prompt, model: false, tools: false };
}
