import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { readDialled } from "./dialled.ts";

const BASE = "http://127.0.0.1:6030";
const TOKEN = "s3cret/canary";
const SENT = encodeURIComponent(TOKEN);

Deno.test("the query is the call's metadata, from and to its numbers", () => {
  assertEquals(readDialled(`${BASE}/?from=%2B4930123&to=200&uniqueid=1.2&note=a+b`, ""), {
    admitted: true,
    path: "/",
    address: "/?from=%2B4930123&to=200&uniqueid=1.2&note=a+b",
    caller: "+4930123",
    called: "200",
    variables: { from: "+4930123", to: "200", uniqueid: "1.2", note: "a b" },
    dropped: 0,
    cut: 0,
  });
  assertEquals(readDialled(`${BASE}/?from=+4930`, "").caller, "+4930");
});

Deno.test("V-06 the token opens as the path's last part or in the query, and is nowhere after that", () => {
  for (
    const [url, path, address] of [
      [`/avr/${SENT}`, "/avr", "/avr"],
      [`/${SENT}?from=1`, "/", "/?from=1"],
      [`/avr?token=${SENT}&from=1`, "/avr", "/avr?from=1"],
      [`/avr?from=1&token=wrong&token=${SENT}`, "/avr", "/avr?from=1"],
      [`/avr?%74oken=${SENT}`, "/avr", "/avr"],
      [`/avr/${SENT}?token=${SENT}`, "/avr", "/avr"],
      [
        `/speech-to-speech-stream/${SENT}`,
        "/speech-to-speech-stream",
        "/speech-to-speech-stream",
      ],
    ] as const
  ) {
    const dialled = readDialled(BASE + url, TOKEN);
    assertEquals([dialled.admitted, dialled.path, dialled.address], [true, path, address], url);
    assert(!JSON.stringify(dialled).includes("canary"), url);
  }
});

Deno.test("without the token, or with another, nobody is admitted", () => {
  for (
    const url of ["/", "/avr", "/avr/wrong", `/avr/${SENT}/more`, "/?token=", "/?token=x", "/%"]
  ) {
    assertEquals(readDialled(BASE + url, TOKEN).admitted, false, url);
  }
});

Deno.test("where no token is asked for, one that is sent all the same goes no further", () => {
  const dialled = readDialled(`${BASE}/?token=canary&from=1`, "");
  assertEquals(dialled.admitted, true);
  assert(!JSON.stringify(dialled).includes("canary"));
});

Deno.test("fifty variables of two thousand characters are kept; more are counted", () => {
  const many = Array.from({ length: 60 }, (_, i) => `v${i}=${i}`).join("&");
  const dialled = readDialled(`${BASE}/?v0=${"x".repeat(3_000)}&${many}&__proto__=1`, "");
  assertEquals(Object.keys(dialled.variables).length, 50);
  assertEquals([dialled.variables.v0, dialled.dropped, dialled.cut], ["0", 11, 1]);
  const long = readDialled(`${BASE}/?a=${"x".repeat(3_000)}&${"n".repeat(129)}=1`, "");
  assertEquals([long.variables.a?.length, long.dropped], [2_048, 1]);
  assertEquals(long.address.length, 2_048);
});

Deno.test("no path or query makes the reading throw", () => {
  fc.assert(fc.property(fc.string(), fc.string(), (path, query) => {
    const url = URL.parse(`${BASE}/${path}?${query}`);
    if (url) readDialled(url.href, TOKEN);
  }));
});
