// Walks through what an operator configures, against the real server: a tool and its try, the preview of a
// prompt, a second agent and the route to it. Chromium keeps its own timers and pipes: no sanitizers here.
import { assertEquals } from "@std/assert";
import { EVERY_LOOK, walk } from "./browser.ts";

const WALK = { sanitizeOps: false, sanitizeResources: false };

/** An address that a tool can call; tells which keys it was shown. */
function startOrders() {
  const keys: (string | null)[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => {
      keys.push(request.headers.get("authorization"));
      const order = new URL(request.url).pathname.split("/").at(-1);
      return Response.json({ order, status: "in delivery" });
    },
  );
  return { keys, port: server.addr.port, stop: () => server.shutdown() };
}

Deno.test(
  "an operator adds a tool and tries it, previews the prompt, and leads a number to a second agent",
  WALK,
  async () => {
    const orders = startOrders();
    const env = { ALLOW_PRIVATE_ADDRESSES: "true", SECRET_CRM_KEY: "walk-key" };
    try {
      await walk(env, async ({ server, page, complaints, barriers, look }) => {
        await page.goto(server.signInLink);
        await page.getByRole("heading", { name: "Floor" }).waitFor();

        await page.getByRole("link", { name: "Agents" }).first().click();
        await page.getByRole("link", { name: "Northwind Parcels" }).click();
        await page.getByLabel("Prompt", { exact: true }).fill(
          "You help {{customer.name}}, who lives in {{city}}.",
        );
        await page.getByText("uses 2 names").waitFor();
        await page.getByRole("button", { name: "Add them" }).click();
        await page.getByLabel("Fallback").nth(1).fill("Porto");
        await page.getByRole("button", { name: "Preview" }).click();
        const preview = page.getByRole("dialog");
        await preview.getByLabel("Value").first().fill("Ada Lovelace");
        await preview.getByText("You help Ada Lovelace, who lives in Porto.").waitFor();
        await look("preview");
        await preview.getByRole("button", { name: "Close" }).click();

        await page.getByRole("link", { name: "Tools" }).click();
        await page.getByRole("button", { name: "Add an HTTP tool" }).click();
        const dialog = page.getByRole("dialog");
        await dialog.getByRole("button", { name: "Into the draft" }).click();
        await dialog.getByText("Tell the model what it does and when to use it").waitFor();
        await dialog.getByLabel("Name", { exact: true }).fill("order_status");
        await dialog.getByLabel("What it does").fill("Looks up where an order is.");
        await dialog.getByLabel("Address").fill(`http://127.0.0.1:${orders.port}/{order_number}`);
        await dialog.getByRole("button", { name: "Add a header" }).click();
        await dialog.getByLabel("Header", { exact: true }).fill("Authorization");
        await dialog.getByLabel("Value").fill("Bearer ");
        await dialog.getByLabel("Put a secret into Authorization").selectOption("CRM_KEY");
        await dialog.getByLabel("With these arguments").fill('{"order_number":"4711"}');
        await dialog.getByRole("button", { name: "Run it" }).click();
        await dialog.getByText("It answered").waitFor();
        await dialog.getByText("in delivery").waitFor();
        await look("tool");
        assertEquals(orders.keys, ["Bearer walk-key"]);
        await dialog.getByRole("button", { name: "Into the draft" }).click();
        await page.locator(".tool-name", { hasText: "order_status" }).waitFor();
        await page.getByText(/Draft saved/).waitFor();
        await look("tools", EVERY_LOOK);
        await page.getByRole("button", { name: "Publish v2…" }).click();
        await page.getByText("Tool order_status, header Authorization").waitFor();
        await page.getByText("Bearer {{secret.CRM_KEY}}").waitFor();
        await page.getByLabel("Why").fill("Order status");
        await page.getByRole("button", { name: "Publish v2", exact: true }).click();
        await page.getByText("v2 answers calls").first().waitFor();
        await page.getByRole("link", { name: "Sound", exact: true }).click();
        await page.getByRole("button", { name: "Hear Marin" }).click();
        await page.getByText("Marin is speaking.").waitFor();
        await page.getByRole("button", { name: "Stop" }).click();
        await page.getByText("One sentence, as callers hear it.").waitFor();
        for (const part of ["Turn taking", "Digits", "Limits", "After the call", "Hand-over"]) {
          await page.getByRole("link", { name: part }).click();
          await page.getByRole("heading", { level: 2 }).first().waitFor();
          await look(`agent-${part}`);
        }

        await page.getByRole("link", { name: "Agents" }).first().click();
        await page.getByRole("button", { name: "New agent" }).click();
        await page.getByLabel("Name").fill("Night line");
        await page.getByRole("button", { name: "Create it" }).click();
        await page.getByRole("heading", { name: "Night line" }).waitFor();
        await page.getByRole("link", { name: "Routes" }).click();
        await page.getByRole("button", { name: "Add a route" }).click();
        await page.getByLabel("Name", { exact: true }).fill("Berlin");
        await page.getByLabel("Answered by").selectOption({ label: "Night line" });
        await page.getByLabel("Number dialled").fill("+4930*");
        await page.getByRole("button", { name: "Save the routes" }).click();
        await page.getByText("These routes are in force").waitFor();
        await page.getByLabel("Dialled number").fill("tel:+4930123456");
        await page.getByRole("button", { name: "Ask" }).click();
        await page.locator(".taken").getByText("Night line").waitFor();
        await look("routes", EVERY_LOOK);
        await page.getByLabel("Dialled number").fill("+15550100");
        await page.getByRole("button", { name: "Ask" }).click();
        await page.locator(".taken").getByText("Northwind Parcels").first().waitFor();

        await page.getByRole("link", { name: "Agents" }).first().click();
        await page.getByRole("button", { name: "Delete… Night line" }).click();
        await page.getByRole("button", { name: "Delete it" }).click();
        await page.getByRole("dialog").getByText(/Berlin/).waitFor();
        await look("agents", EVERY_LOOK);

        assertEquals(barriers, []);
        assertEquals(complaints.filter((words) => !/401|409/.test(words)), []);
      });
    } finally {
      await orders.stop();
    }
  },
);
