import { assertEquals } from "@std/assert";
import { test } from "../testing.ts";
import { historyQuery, readAsked, withAsked, withoutAsked, writeAsked } from "./history_address.ts";

test("an address is read and written the same, whatever the order", () => {
  const address = "?text=my+parcel&from=2026-11-20&agent=a&version=3&route=Night&toolFailed=yes";
  assertEquals(writeAsked(readAsked(address)), address);
  const shuffled = "?toolFailed=yes&route=Night&version=3&agent=a&from=2026-11-20&text=my%20parcel";
  assertEquals(writeAsked(readAsked(shuffled)), address);
  assertEquals(writeAsked({}), "");
});

test("what is not ours or not as it must be is left out", () => {
  const bad =
    "?text=+&from=20.11.2026&to=2026-13-99x&version=x&longerThan=-3&number=7&interrupted=1" +
    "&steppedIn=no&agnet=x&__proto__=y&agent=";
  assertEquals(readAsked(bad), {});
  assertEquals(readAsked("?number=%2B49 (30) 12&text=%20hi%20"), { text: "hi", number: "493012" });
  assertEquals(readAsked(`?text=${"x".repeat(999)}`).text?.length, 200);
});

test("no route is something to ask for, and no agent is not", () => {
  assertEquals(readAsked("?route=&agent="), { route: "" });
  assertEquals(writeAsked({ route: "", agent: "" }), "?route=");
});

test("a version goes with its agent", () => {
  const asked = { agent: "a", version: "3", text: "x" };
  assertEquals(withAsked(asked, { agent: "b" }), { text: "x", agent: "b" });
  assertEquals(withAsked(asked, { agent: "a" }), asked);
  assertEquals(withAsked(asked, { text: "" }), { agent: "a", version: "3" });
  assertEquals(withoutAsked(asked, "agent"), { text: "x" });
  assertEquals(asked.version, "3");
});

test("the server is asked for ended calls, by moments of this browser's days", () => {
  const query = new URLSearchParams(
    historyQuery({
      from: "2026-10-24",
      to: "2026-10-25",
      longerThan: "90",
      interrupted: "yes",
      route: "",
    }),
  );
  assertEquals(Object.fromEntries(query), {
    ended: "true",
    from: String(new Date(2026, 9, 24).getTime()),
    // The day itself is within, however many hours it has.
    to: String(new Date(2026, 9, 26).getTime()),
    minDurationMs: "90000",
    interrupted: "true",
    route: "",
  });
});
