// A process for tests to kill: writes without pause and says on stdout what has been acknowledged.
// Run with the permissions of `deno task start`; the argument is the path of the database.
import { writeSync } from "node:fs";
import { silentLog } from "../observe/log.ts";
import { CALL_STARTED, callerLine, sampleAgent, sampleCall, sampleVersion } from "./sample_rows.ts";
import { openSqliteStore } from "./sqlite_store.ts";

const store = await openSqliteStore({ path: Deno.args[0] ?? "", log: silentLog });
const held = await store.agents();
let revision = held[0]?.revision ?? 0;
let seq = await store.lastSeq();
let callId = `call-${seq}`;
const bodies = [CALL_STARTED];

// A write to a pipe is with the reader once it returns, whatever happens to this process.
const acknowledge = (line: string) => writeSync(1, `${line}\n`);
acknowledge("open");
for (;;) {
  revision++;
  const agent = { ...sampleAgent(revision), published: sampleVersion(revision) };
  await store.putAgent(agent, revision - 1, agent.published);
  acknowledge(`agent ${revision}`);

  bodies.push(callerLine(`${bodies.length}`));
  const { events, call } = sampleCall(callId, bodies, { firstSeq: seq + 1 });
  const fresh = bodies.length === 2 ? events : events.slice(-1);
  await store.append(fresh, [call]);
  acknowledge(`event ${callId} ${call.seq}`);
  if (bodies.length > 40) {
    seq = call.seq;
    callId = `call-${seq}`;
    bodies.length = 1;
  }
}
