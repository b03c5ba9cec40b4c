// One walk through the settings with two people at two browsers: an invitation and what a role may do, a token, a
// webhook, the audit, a session that is lost and one that is taken away. Chromium keeps its own timers and pipes: no
// sanitizers here.
import { assert, assertEquals } from "@std/assert";
import { EVERY_LOOK, type Page, SIZES, walk } from "./browser.ts";

const WALK = { sanitizeOps: false, sanitizeResources: false };
const PASSWORD = "seven quiet lanterns";
const TOKEN = { ADMIN_TOKEN: "a-token-of-the-test-0123456789abcdef" };

Deno.test(
  "an invited supervisor sees what the role allows, the audit tells what they did, and they can be sent away",
  WALK,
  () =>
    withReceiver((receiver) =>
      walk(
        { ...TOKEN, ALLOW_PRIVATE_ADDRESSES: "true", AUDIT_DAYS: "90" },
        async ({ server, page, complaints, barriers, look }) => {
          await page.goto(server.signInLink);
          await page.getByRole("heading", { name: "Floor" }).waitFor();
          await page.keyboard.press("g");
          await page.keyboard.press("s");
          await page.getByText("Nobody has been invited yet").waitFor();

          // Somebody is invited; the link is shown once.
          await press(page, "Invite somebody");
          await press(page, "Make the invitation");
          await page.getByText("Enter a sign-in name").waitFor();
          await page.getByLabel("Name", { exact: true }).fill("Ana Beltrán");
          await page.getByLabel("Sign-in name").fill("ana@example.com");
          await page.getByRole("checkbox", { name: /Viewer/ }).uncheck();
          await page.getByRole("checkbox", { name: /Supervisor/ }).check();
          await look("settings-invite");
          await press(page, "Make the invitation");
          const link = await page.getByLabel("Link", { exact: true }).innerText();
          await press(page, "Done");
          await page.getByRole("row", { name: /Ana Beltrán.*Supervisor.*no password yet/ })
            .waitFor();
          await look("settings-people", EVERY_LOOK);

          // At another browser she chooses a password, and is in.
          const context = await page.context().browser()!.newContext({ viewport: SIZES.wide });
          const ana = await context.newPage();
          ana.on("pageerror", (error) => complaints.push(String(error)));
          await ana.goto(link);
          await ana.getByLabel("New password").fill(PASSWORD);
          await press(ana, "Set the password and sign in");
          await ana.getByText("The two are not the same").waitFor();
          await ana.getByLabel("The same once more").fill(PASSWORD);
          await press(ana, "Set the password and sign in");
          await ana.getByRole("heading", { name: "Floor" }).waitFor();

          // What her role allows is offered; what it does not is not.
          await ana.goto(`${server.origin}/settings/people`);
          await ana.getByRole("heading", { name: "Not for your role" }).waitFor();
          await ana.goto(`${server.origin}/settings`);
          await ana.getByRole("heading", { name: "Ana Beltrán" }).waitFor();
          assertEquals(await ana.getByRole("navigation", { name: /Sections/ }).count(), 0);
          await ana.getByRole("link", { name: "Agents", exact: true }).click();
          await ana.getByRole("link", { name: "Northwind Parcels" }).click();
          await ana.getByText("You may not edit and publish agents and routes.").waitFor();
          assert(await ana.getByLabel("Name", { exact: true }).first().isDisabled());
          assertEquals(await ana.getByRole("button", { name: /^Publish/ }).count(), 0);

          // She listens; half a whisper outlives her session.
          await ana.getByRole("link", { name: "Floor", exact: true }).click();
          await press(ana, "Place a test call");
          await ana.locator(".card[data-call]").getByRole("link").first().click();
          const callId = new URL(ana.url()).pathname.split("/")[2]!;
          await ana.getByRole("group", { name: "Step in" }).waitFor();
          await ana.keyboard.press("l");
          await ana.getByText("1 person listening").waitFor();
          await ana.keyboard.press("l");
          await ana.keyboard.press("w");
          const whisper = ana.getByLabel("Only the agent hears");
          await whisper.fill("Parking is free");
          await context.clearCookies();
          await whisper.press("Control+Enter");
          await ana.getByRole("heading", { name: "Your session has ended" }).waitFor();
          await ana.getByLabel("Sign-in name").fill("ANA@example.com");
          await ana.getByLabel("Password", { exact: true }).fill("wrong wrong wrong");
          await press(ana, "Sign in");
          await ana.getByText("do not belong together").waitFor();
          await ana.getByLabel("Password", { exact: true }).fill(PASSWORD);
          await press(ana, "Sign in");
          await ana.getByRole("heading", { name: "Your session has ended" }).waitFor({
            state: "detached",
          });
          assertEquals(await whisper.inputValue(), "Parking is free");

          // A receiver of finished calls, tried with a sample.
          await go(page, "Webhooks");
          await press(page, "Add a webhook");
          await page.getByLabel("Name", { exact: true }).fill("CRM");
          await page.getByLabel("Address").fill("crm.example");
          await press(page, "Save");
          await page.getByText("Enter an address that begins with").waitFor();
          await page.getByLabel("Address").fill(receiver.url);
          await press(page, "Save");
          const secret = await page.getByLabel("Secret", { exact: true }).innerText();
          assert(secret.startsWith("whsec_"));
          await press(page, "Done");
          await press(page, "Send a sample");
          await page.getByText("Sample: Taken").waitFor();

          // A program ends the call by a token, and may do no more than its role allows.
          await go(page, "API tokens");
          await press(page, "Make a token");
          await page.getByLabel("Name", { exact: true }).fill("Nightly report");
          await page.getByRole("checkbox", { name: /Supervisor/ }).check();
          await press(page, "Make it");
          const token = await page.getByLabel("Token", { exact: true }).innerText();
          await press(page, "Done");
          const ask = async (path: string, body?: unknown) => {
            const response = await fetch(`${server.origin}/api/${path}`, {
              headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
              ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
            });
            await response.body?.cancel();
            return response.status;
          };
          assertEquals(await ask("people"), 403);
          assertEquals(await ask(`calls/${callId}/commands`, { kind: "end" }), 202);
          await page.reload();
          await page.getByRole("row", { name: /Nightly report.*just now/ }).waitFor();
          await go(page, "Webhooks");
          await page.getByRole("link", { name: "Deliveries" }).click();
          await page.getByText("Finished calls").or(page.getByText("Nothing was sent yet")).first()
            .waitFor();
          await receiver.got("call.finished");
          await press(page, "Look again");
          await page.getByRole("row", { name: /Finished calls.*Delivered.*Taken/ }).waitFor();
          await look("settings-deliveries");

          // Settings: a mark is changed, and what the environment sets cannot be.
          await go(page, "Alerts");
          await page.getByRole("spinbutton", { name: "A call waits for" }).fill("5");
          await press(page, "Save");
          await page.getByText("A whole number from 10 to 3600").waitFor();
          await page.getByRole("spinbutton", { name: "A call waits for" }).fill("60");
          await look("settings-alerts");
          await press(page, "Save");
          await page.getByText("This is in force").waitFor();
          await go(page, "Keeping");
          await page.getByText("Set by AUDIT_DAYS").waitFor();
          await look("settings-keeping", EVERY_LOOK);

          // The audit has it all, in words.
          await go(page, "Audit");
          const audit = page.locator(".audit-list");
          await audit.getByText(`Ana Beltrán listened to call …${callId.slice(-4)}`).waitFor();
          await audit.getByText("operator invited Ana Beltrán").waitFor();
          await look("settings-audit", EVERY_LOOK);
          await page.getByLabel("What was done").selectOption({ label: "Settings changed" });
          await page.waitForURL("**/settings/audit?act=settings_changed");
          await audit.getByText("operator changed the settings").waitFor();
          assertEquals(await audit.getByRole("listitem").count(), 1);

          // Whoever may not sign in any more is out at once.
          await go(page, "People");
          await press(page, "Edit Ana Beltrán");
          await page.getByLabel("May not sign in").check();
          await press(page, "Save");
          await page.getByRole("row", { name: /Ana Beltrán.*Disabled/ }).waitFor();
          await ana.getByRole("heading", { name: "Your session has ended" }).waitFor();

          // Oneself; and what a lost session looks like.
          await press(page, "Signed in as operator");
          await page.getByRole("link", { name: "You and this browser" }).click();
          await page.getByRole("heading", { name: "operator" }).waitFor();
          await look("settings-you");
          await page.context().clearCookies();
          await go(page, "Audit");
          await page.getByRole("heading", { name: "Your session has ended" }).waitFor();
          await look("sign-in-again");

          assertEquals(barriers, []);
          assertEquals(complaints.filter((words) => !/40[13]|422/.test(words)), []);
        },
      )
    ),
);

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
}

async function go(page: Page, section: string): Promise<void> {
  await page.getByRole("navigation", { name: "Sections of the settings" })
    .getByRole("link", { name: section, exact: true }).click();
}

interface Receiver {
  url: string;
  got(type: string): Promise<void>;
}

async function withReceiver(run: (receiver: Receiver) => Promise<void>): Promise<void> {
  const got = new Map<string, PromiseWithResolvers<void>>();
  const awaited = (type: string) => {
    const found = got.get(type) ?? Promise.withResolvers<void>();
    got.set(type, found);
    return found;
  };
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      const { type } = await request.json() as { type: string };
      awaited(type).resolve();
      return new Response(null, { status: 204 });
    },
  );
  try {
    await run({
      url: `http://127.0.0.1:${server.addr.port}/hook`,
      got: (type) => awaited(type).promise,
    });
  } finally {
    await server.shutdown();
  }
}
