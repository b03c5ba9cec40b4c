import { assertEquals } from "@std/assert";
import { startFakeAmi, type TransferTarget } from "./ami.ts";

async function ask(url: string, path: string, body: unknown, signal?: AbortSignal) {
  const response = await fetch(`${url}${path}`, {
    method: "POST",
    body: JSON.stringify(body),
    ...(signal ? { signal } : {}),
  });
  return [response.status, await response.json()];
}

Deno.test("a call that is known is hung up or put through, once", async () => {
  const ami = startFakeAmi();
  const left: (TransferTarget | undefined)[] = [];
  ami.learn("a", (target) => left.push(target));
  ami.learn("b", (target) => left.push(target));
  ami.learn("c", (target) => left.push(target));
  assertEquals(await ask(ami.url, "/hangup", { uuid: "a" }), [200, { message: "ok" }]);
  assertEquals((await ask(ami.url, "/hangup", { uuid: "a" }))[0], 404);
  const target = { exten: "600", context: "demo", priority: 1 };
  assertEquals((await ask(ami.url, "/transfer", { uuid: "b", exten: "600" }))[0], 200);
  assertEquals((await ask(ami.url, "/transfer", { uuid: "c" }))[0], 400);
  ami.forget("c");
  assertEquals((await ask(ami.url, "/transfer", { uuid: "c", exten: "1" }))[0], 404);
  assertEquals(left, [undefined, target]);
  const asked = ami.asked.map(({ path, status }) => `${path} ${status}`);
  assertEquals(asked, [
    "/hangup 200",
    "/hangup 404",
    "/transfer 200",
    "/transfer 400",
    "/transfer 404",
  ]);
  assertEquals(ami.asked[2]!.body, { uuid: "b", exten: "600" });
  await ami.stop();
});

Deno.test("calls are originated, and other paths do not exist", async () => {
  const ami = startFakeAmi();
  const call = { channel: "PJSIP/100", exten: "5001" };
  assertEquals((await ask(ami.url, "/originate", call))[0], 200);
  assertEquals((await ask(ami.url, "/originate", {}))[0], 400);
  assertEquals((await ask(ami.url, "/variables", { uuid: "a" }))[0], 404);
  await ami.stop();
});

Deno.test("it fails or hangs when it is told to, and the call goes on", async () => {
  const ami = startFakeAmi();
  let left = 0;
  ami.learn("a", () => left++);
  ami.mood = "fails";
  assertEquals((await ask(ami.url, "/hangup", { uuid: "a" }))[0], 500);
  ami.mood = "hangs";
  const hanging = ask(ami.url, "/hangup", { uuid: "a" });
  while (ami.asked.length < 2) await new Promise((resolve) => setTimeout(resolve));
  assertEquals([left, ami.asked[1]!.status], [0, null]);
  await ami.stop();
  assertEquals((await hanging)[0], 500);
});
