// One-use knowledge of the phone side over several instances: what one has let in or given out, none does again.
import { assertEquals } from "@std/assert";
import { createFleetPhones, type FleetPhones } from "./phones.ts";
import { FleetKit, type KitInstance } from "../fleet/testing/fleet_kit.ts";
import { silentLog } from "../observe/log.ts";
import { recordingLog } from "../telephony/testing/recording_listener.ts";
import { Announcements } from "../telephony/asterisk/announcements.ts";
import { factsOf } from "../telephony/asterisk/invitation.ts";
import { AudioHookServer } from "../telephony/audiohook/testing/audiohook_server.ts";
import { GenesysClient } from "../telephony/audiohook/testing/genesys_client.ts";
import { API_KEY, parametersAt } from "../telephony/audiohook/testing/signed_upgrade.ts";

const UUID = "0badcafe-0000-4000-8000-0123456789ab";

/** A door of each kind on one instance. */
function doors(kit: FleetKit, { fleet }: KitInstance, log = silentLog) {
  const phones: FleetPhones = createFleetPhones({ fleet, clock: kit.clock, log });
  const announcements = new Announcements(kit.clock, phones.elsewhere.asterisk);
  const server = new AudioHookServer({
    publicAuthority: "bridge.example.test",
    onUsed: phones.elsewhere.used,
  });
  phones.serve({
    audiohook: server.hook,
    audiocodes: { holds: () => false, take: () => false },
    asterisk: {
      announced: (uuid, facts) => void announcements.add(uuid, facts),
      announcementTaken: (uuid) => announcements.forget(uuid),
    },
  });
  return { server, announcements };
}

Deno.test("A-07 five replays of one signed request, one after the other over two instances: one is let in", async () => {
  const kit = new FleetKit();
  const [a, b] = await kit.open("a", "b");
  const told: unknown[] = [];
  b.fleet.hear("audiohook_used", (name) => told.push(name));
  await using one = doors(kit, a).server;
  await using other = doors(kit, b).server;
  const signed = { authority: "bridge.example.test", parameters: parametersAt(1_750_000_000) };
  const answers: (number | "in")[] = [];
  for (const { port } of [one, other, one, other, other]) {
    const client = await GenesysClient.connect(port, signed);
    answers.push(typeof client === "number" ? client : "in");
    if (typeof client !== "number") client.close();
  }
  assertEquals(answers, ["in", 401, 401, 401, 401]);
  assertEquals([...one.refusals, ...other.refusals], Array(4).fill("auth_replay"));
  assertEquals(told.length, 1);
  assertEquals(String(told[0]).includes(API_KEY), false);
  await one.told(() => one.hook.open === 0);
  await kit.stop();
});

Deno.test("a call that was announced to one instance may be connected to another, once", async () => {
  const kit = new FleetKit();
  const [a, b] = await kit.open("a", "b");
  const [one, other] = [doors(kit, a), doors(kit, b)];
  const facts = factsOf([["from", "+4930555010199"], ["order", "A-17"]]);
  assertEquals(one.announcements.announce(UUID, facts), true);
  await kit.settle();
  assertEquals(other.announcements.take(UUID), facts);
  await kit.settle();
  assertEquals([one, other].map(({ announcements }) => announcements.take(UUID)), [null, null]);
  for (const { server } of [one, other]) await server[Symbol.asyncDispose]();
  await kit.stop();
});

Deno.test("R-06 what cannot be read is left out, with one line in the log, however much it is", async () => {
  const kit = new FleetKit();
  const [a, b] = await kit.open("a", "b");
  const log = recordingLog();
  const { server, announcements } = doors(kit, b, log);
  for (const value of [null, { uuid: UUID }, { uuid: UUID, facts: { caller: 7 } }]) {
    a.fleet.tell("asterisk_announced", value);
  }
  a.fleet.tell("audiohook_used", { name: "x" });
  await kit.settle();
  assertEquals(announcements.take(UUID), null);
  assertEquals(log.lines.map(({ code }) => code), ["fleet_words_odd"]);
  await server[Symbol.asyncDispose]();
  await kit.stop();
});
