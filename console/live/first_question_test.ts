import { assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { askFirst, firstAnswered } from "./first_question.ts";

function server() {
  const asked: string[] = [];
  const ask: typeof fetch = (input, init) => {
    asked.push(`${init?.method ?? "GET"} ${input}`);
    return Promise.resolve(new Response(String(asked.length)));
  };
  return { asked, ask };
}

test("who is signed in is asked before the page is there, and once only", async () => {
  const { asked, ask } = server();
  askFirst(ask);
  const fetched = firstAnswered(ask);
  const words = async (path: string, method: string) =>
    await (await fetched(path, { method })).text();
  assertEquals(await words("/api/calls", "GET"), "2");
  assertEquals(await words("/api/session", "POST"), "3", "another question");
  assertEquals(await words("/api/session", "GET"), "1");
  assertEquals(await words("/api/session", "GET"), "4");
  assertEquals(asked.length, 4);
});
