import { assert, assertEquals } from "@std/assert";
import type {
  ServerSettings,
  ServerSettingsAnswer,
} from "../../server/contract/server_settings.ts";
import { SERVER_SETTINGS_DEFAULTS } from "../../server/contract/settings_limits.ts";
import type { Refusal } from "../api.ts";
import { test } from "../testing.ts";
import { createSettingsEditor } from "./settings.ts";

async function setUp() {
  const server = {
    held: { revision: 3, settings: SERVER_SETTINGS_DEFAULTS, fixed: {} } as ServerSettingsAnswer,
    refuse: null as Refusal | null,
    saves: 0,
  };
  const editor = createSettingsEditor({
    serverSettings: () => Promise.resolve({ ok: true, value: server.held }),
    saveServerSettings: (revision, settings) => {
      server.saves++;
      const stale = revision !== server.held.revision;
      const refusal: Refusal | null = server.refuse ??
        (stale ? { code: "conflict", message: "Changed", fields: [], current: server.held } : null);
      if (refusal) return Promise.resolve({ ok: false, refusal });
      server.held = { revision: revision + 1, settings, fixed: {} };
      return Promise.resolve({ ok: true, value: server.held });
    },
  });
  await editor.load();
  const somebodyElse = (change: Partial<ServerSettings>) => {
    const { revision, settings } = server.held;
    server.held = { revision: revision + 1, settings: { ...settings, ...change }, fixed: {} };
  };
  return { editor, server, somebodyElse };
}

const { retention } = SERVER_SETTINGS_DEFAULTS;

test("a section is saved by itself, the other stays edited", async () => {
  const { editor, server } = await setUp();
  editor.edit("retention.auditDays", 90);
  editor.edit("selfCall.on", true);
  assert(editor.differs("keeping") && editor.differs("alerts"));
  assert(await editor.save("keeping"));
  assertEquals([server.held.settings.retention.auditDays, server.held.settings.selfCall.on], [
    90,
    false,
  ]);
  assertEquals([editor.differs("keeping"), editor.differs("alerts")], [false, true]);
});

test("what somebody else changed elsewhere is kept without asking", async () => {
  const { editor, server, somebodyElse } = await setUp();
  somebodyElse({ redaction: { cardNumbers: false }, retention: { ...retention, callsDays: 30 } });
  editor.edit("retention.auditDays", 90);
  assert(await editor.save("keeping"));
  assertEquals(server.held.settings.retention, { ...retention, callsDays: 30, auditDays: 90 });
  assertEquals(server.held.settings.redaction.cardNumbers, false);
});

test("the same setting changed by both is put to the person, with one's own still in the form", async () => {
  const { editor, server, somebodyElse } = await setUp();
  somebodyElse({ retention: { ...retention, auditDays: 1000 } });
  editor.edit("retention.auditDays", 90);
  editor.edit("retention.callsDays", 7);
  assertEquals(await editor.save("keeping"), false);
  const state = editor.state.value;
  assert(state.kind === "conflict");
  assertEquals(state.paths, ["retention.auditDays"]);
  assertEquals(editor.form.value?.retention.auditDays, 90);
  assert(await editor.keepMine());
  assertEquals(server.held.settings.retention, { ...retention, auditDays: 90, callsDays: 7 });
});

test("taking theirs leaves what they did not touch as it was edited", async () => {
  const { editor, somebodyElse } = await setUp();
  somebodyElse({ retention: { ...retention, auditDays: 1000 } });
  editor.edit("retention.auditDays", 90);
  editor.edit("retention.callsDays", 7);
  await editor.save("keeping");
  editor.takeTheirs();
  assertEquals(editor.form.value?.retention, { ...retention, auditDays: 1000, callsDays: 7 });
  assert(editor.differs("keeping"));
});

test("a number that is none is told at its field and not sent", async () => {
  const { editor, server } = await setUp();
  editor.edit("alerts.callWaitsMs", NaN);
  assertEquals(await editor.save("alerts"), false);
  assertEquals([editor.errors.value[0]?.path, server.saves], ["alerts.callWaitsMs", 0]);
  editor.edit("alerts.callWaitsMs", 60_000);
  assertEquals(editor.errors.value, []);
  assert(await editor.save("alerts"));
});

test("a refusal keeps the edits and its words", async () => {
  const { editor, server } = await setUp();
  editor.edit("selfCall.on", true);
  server.refuse = { code: "not_saved", message: "The disk is full", fields: [] };
  assertEquals(await editor.save("alerts"), false);
  assertEquals(editor.state.value, {
    kind: "not_saved",
    section: "alerts",
    why: "The disk is full",
  });
  assert(editor.differs("alerts"));
});
