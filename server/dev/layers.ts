// Who may import whom (the design, section 2): one table, held by the lint rule beside it.
// Pure: paths in, a reason out.

/** Rooms that anybody may enter: they know nothing of calls. */
const COMMON = [
  "server/clock.ts",
  "server/guard.ts",
  "server/one_by_one.ts",
  "server/observe/log.ts",
];

/** Free of zod, and so what the console may import at run time (a test holds it); types of the others, too. */
export const FOR_CONSOLE = [
  "agent_defaults",
  "agent_limits",
  "alert_kinds",
  "audit_acts",
  "call",
  "command_kinds",
  "fold_call",
  "gaps",
  "hand_limits",
  "history_filters",
  "notice_limits",
  "person_limits",
  "prices",
  "role",
  "settings_limits",
  "settings_paths",
  "signs",
  "transcript",
  "wants_eye",
  "webhook_limits",
].map((name) => `server/contract/${name}.ts`);

/** Room → what it may import besides itself and the common rooms. The first match counts. */
const ROOMS: readonly { room: string; may: readonly string[] }[] = [
  { room: "server/dev/", may: [""] },
  { room: "server/compat/", may: [] },
  { room: "server/contract/", may: [] },
  { room: "server/audio/", may: [] },
  { room: "server/observe/", may: [] },
  { room: "server/clock.ts", may: [] },
  { room: "server/guard.ts", may: [] },
  { room: "server/one_by_one.ts", may: [] },
  { room: "server/telephony/channel.ts", may: [] },
  { room: "server/telephony/transcript_channel.ts", may: ["server/telephony/channel.ts"] },
  { room: "server/telephony/socket_port.ts", may: [] },
  { room: "server/telephony/refusal_log.ts", may: [] },
  { room: "server/telephony/turnstile.ts", may: [] },
  { room: "server/telephony/testing/", may: ["server/telephony/channel.ts"] },
  {
    room: "server/telephony/",
    may: [
      "server/telephony/channel.ts",
      "server/telephony/transcript_channel.ts",
      "server/telephony/socket_port.ts",
      "server/telephony/refusal_log.ts",
      "server/telephony/turnstile.ts",
      "server/telephony/testing/",
      "server/audio/",
      "server/contract/",
    ],
  },
  {
    room: "server/transcribing/",
    may: [
      "server/telephony/channel.ts",
      "server/telephony/transcript_channel.ts",
      "server/upstream/",
      "server/contract/",
    ],
  },
  { room: "server/upstream/", may: ["server/audio/", "server/contract/"] },
  {
    room: "server/bridge/",
    may: ["server/telephony/channel.ts", "server/upstream/", "server/audio/", "server/contract/"],
  },
  { room: "server/egress/", may: [] },
  { room: "server/tools/", may: ["server/egress/", "server/bridge/", "server/contract/"] },
  { room: "server/finished/", may: ["server/egress/", "server/store/", "server/contract/"] },
  { room: "server/bus/", may: [] },
  { room: "server/fleet/", may: ["server/bus/", "server/store/", "server/contract/"] },
  { room: "server/recording/", may: ["server/audio/", "server/store/"] },
  { room: "server/spend/", may: ["server/store/", "server/contract/"] },
  { room: "server/settings/", may: ["server/store/", "server/contract/"] },
  { room: "server/alerts/", may: ["server/contract/"] },
  { room: "server/notices/", may: ["server/store/", "server/contract/"] },
  // A program, which joins what it copies.
  {
    room: "server/store/store_command.ts",
    may: ["server/store/", "server/recording/", "server/process/genesys_key.ts"],
  },
  { room: "server/store/", may: ["server/contract/"] },
  { room: "server/agents/", may: ["server/egress/", "server/store/", "server/contract/"] },
  { room: "server/floor/", may: ["server/store/", "server/contract/"] },
  { room: "server/people/", may: ["server/store/", "server/contract/"] },
  { room: "server/audit/", may: ["server/store/", "server/contract/"] },
  {
    room: "server/http/",
    may: [
      "server/agents/",
      "server/people/",
      "server/audit/",
      "server/contract/",
    ],
  },
  {
    room: "server/config/",
    may: ["server/settings/", "server/telephony/audiohook/keys.ts", "server/contract/"],
  },
  // The file that joins them; what it joins knows no other room of a call.
  { room: "server/own_calls/own_calls.ts", may: ["server/"] },
  { room: "server/own_calls/", may: ["server/upstream/", "server/contract/"] },
  { room: "server/process/", may: ["server/"] },
  { room: "server/across/", may: ["server/"] },
  { room: "server/simulator/", may: ["server/audio/"] },
  { room: "server/", may: ["server/"] },
  // Recorded calls, for tests and the gallery; nothing of either is in what is built.
  { room: "console/gallery/", may: ["server/contract/"] },
  { room: "console/live/sample_", may: ["server/contract/"] },
  { room: "console/", may: FOR_CONSOLE },
];

/** Only these may start a simulator; nobody may import server/dev. */
const SIMULATOR_GUESTS = ["server/main.ts", "server/process/simulator_guests.ts"];

/** Why `importer` may not import `target` (paths from the repository's root), or null when it may. */
export function layerFault(importer: string, target: string, typeOnly = false): string | null {
  if (!/^(server|console)\//.test(importer) || !/^(server|console)\//.test(target)) return null;
  const isTest = /_test\.tsx?$/.test(importer) || importer.startsWith("server/dev/");
  if (isTest) return null;
  if (target.startsWith("server/dev/")) return "nothing imports server/dev";
  const entry = ROOMS.find(({ room }) => importer.startsWith(room));
  if (!entry) return `${importer} is in no known room: add it to server/dev/layers.ts`;
  if (importer.startsWith("console/") && typeOnly) return null;
  if (sameRoom(importer, target) || COMMON.includes(target)) return null;
  if (target.startsWith("server/simulator/") && !importer.startsWith("server/simulator/")) {
    return SIMULATOR_GUESTS.includes(importer)
      ? null
      : "only main, tests and dev import server/simulator";
  }
  return entry.may.some((room) => target.startsWith(room))
    ? null
    : `${entry.room} may import only ${[...entry.may, "itself"].join(", ")}; received ${target}`;
}

/** Telephony protocols are rooms of their own: one must not know another. */
function sameRoom(importer: string, target: string): boolean {
  const depth = importer.startsWith("server/telephony/")
    ? 3
    : importer.startsWith("server/")
    ? 2
    : 1;
  const room = importer.split("/").slice(0, depth).join("/");
  return importer.split("/").length > depth && target.startsWith(`${room}/`);
}
