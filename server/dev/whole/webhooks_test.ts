// Webhooks and alerts, in whole calls: a receiver that fails is in the log with each try, what was given up is sent
// again when somebody asks, an alert is raised, shown and posted, and private addresses are refused.
import { assert, assertEquals } from "@std/assert";
import { createHmac } from "node:crypto";
import type { AlertPost } from "../../contract/alert.ts";
import type { ServerStatus } from "../../contract/feed.ts";
import type { DeliveriesPage, Delivery, MadeWebhook } from "../../contract/webhook.ts";
import { runApp, type RunningApp, script } from "./running_app.ts";
import { GREETING } from "./short_talk.ts";
import { asked, atOnce, eventually, keptLog, type Received, receiver } from "./whole_kit.ts";

const BRIEF = script("hears the greeting and hangs up", { do: "listen" }, { do: "hang_up" });
const POST = { method: "POST", body: {} };
const OPEN = { ALLOW_PRIVATE_ADDRESSES: "true" };

function add(app: RunningApp, url: string, events: string[]): Promise<MadeWebhook> {
  const body = { name: "Tickets", url, events, on: true };
  return asked(app, "/api/webhooks", { method: "POST", body });
}

async function firstDelivery(app: RunningApp, id: string): Promise<Delivery | undefined> {
  return (await asked<DeliveriesPage>(app, `/api/webhooks/${id}/deliveries`)).deliveries[0];
}

function assertSigned({ headers, body }: Received, secret: string): void {
  const key = Uint8Array.fromBase64(secret.replace("whsec_", ""));
  const signed = `${headers.get("webhook-id")}.${headers.get("webhook-timestamp")}.${body}`;
  const expected = createHmac("sha256", key).update(signed).digest("base64");
  assertEquals(headers.get("webhook-signature"), `v1,${expected}`);
}

Deno.test("webhooks and alerts", () =>
  atOnce({
    "what a receiver refused for good is in the log, and taken when somebody sends it again":
      async () => {
        const { log, text } = keptLog();
        const app = await runApp({ scenario: { when: [GREETING] }, env: OPEN, paceX: 4, log });
        const gone = receiver(() =>
          new Response(null, { status: gone.received.length > 1 ? 200 : 410 })
        );
        const { webhook: { id }, secret } = await add(app, `${gone.url}?key=CANARY`, [
          "call.finished",
        ]);
        const report = await app.ring({ script: BRIEF });
        const refused = await eventually("the refusal", async () => {
          const found = await firstDelivery(app, id);
          return found?.state === "given_up" ? found : undefined;
        });
        assertEquals([refused.callId, refused.event], [report.sessionId, "call.finished"]);
        assertEquals(refused.tries.map(({ outcome }) => outcome), ["410"]);
        const path = `/api/webhooks/${id}/deliveries/${encodeURIComponent(refused.id)}/resend`;
        assertEquals((await asked<Delivery>(app, path, POST)).state, "waiting");
        const taken = await eventually("the second try", async () => {
          const found = await firstDelivery(app, id);
          return found?.state === "delivered" ? found : undefined;
        });
        assertEquals(taken.tries.map(({ outcome }) => outcome), ["taken", "410"]);
        const [first, second] = gone.received;
        assert(first && second);
        for (const received of [first, second]) assertSigned(received, secret);
        assertEquals(first.headers.get("webhook-id"), second.headers.get("webhook-id"));
        for (const hidden of ["CANARY", secret]) assert(!text().includes(hidden), hidden);
        await gone.stop();
        await app.stop();
      },
    "an alert is raised once, shown, and posted": async () => {
      const app = await runApp({
        paid: true,
        scenario: { when: [GREETING] },
        env: { ...OPEN, BUDGET_USD: "0.0001" },
        paceX: 4,
      });
      const pager = receiver(() => new Response());
      const { webhook: { id }, secret } = await add(app, pager.url, ["alert.raised"]);
      assertEquals((await asked<ServerStatus>(app, "/api/status")).alerts ?? [], []);
      await app.ring({ script: BRIEF });
      const posted = await eventually("the alert", () => pager.received[0]);
      assertSigned(posted, secret);
      const { type, data } = JSON.parse(posted.body) as AlertPost;
      assertEquals([type, data.kind], ["alert.raised", "budget_spent"]);
      const { alerts } = await asked<ServerStatus>(app, "/api/status");
      assertEquals(alerts, [data]);
      const metrics = await (await app.api("/metrics")).text();
      assert(metrics.includes('hookline_alerts_open{kind="budget_spent"} 1'), metrics);
      const { outcome } = await asked<{ outcome: string }>(app, `/api/webhooks/${id}/test`, POST);
      assertEquals([outcome, pager.received.length], ["taken", 2]);
      await pager.stop();
      await app.stop();
    },
    "an address of this machine's own network is not asked": async () => {
      const app = await runApp({});
      const inside = receiver(() => new Response());
      const { webhook: { id } } = await add(app, inside.url, ["call.finished"]);
      const tested = await asked<{ outcome: string }>(app, `/api/webhooks/${id}/test`, POST);
      assertEquals([tested.outcome, inside.received.length], ["private_address", 0]);
      await inside.stop();
      await app.stop();
    },
  }));
