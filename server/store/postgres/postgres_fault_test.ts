import { assertEquals } from "@std/assert";
import { postgresFault } from "./postgres_fault.ts";

Deno.test("what of DATABASE_URL is meant for other clients is named", () => {
  const error = Object.assign(
    new Error('unrecognized configuration parameter "channel_binding"'),
    { code: "42704" },
  );
  const { message } = postgresFault(error);
  assertEquals(message.endsWith("; take channel_binding out of DATABASE_URL"), true, message);
});
