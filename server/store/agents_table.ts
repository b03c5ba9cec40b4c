// Agents and their published versions in SQLite. Synchronous: runs in the store's own thread.
import type { DatabaseSync } from "node:sqlite";
import type { Agent, AgentVersion } from "../contract/agent.ts";
import { readAgent, readVersion } from "./rows.ts";
import { transaction } from "./transaction.ts";

export function agentsTable(db: DatabaseSync) {
  const all = db.prepare("SELECT json FROM agents ORDER BY id");
  const revision = db.prepare("SELECT revision FROM agents WHERE id = ?");
  const put = db.prepare(`
    INSERT INTO agents (id, revision, json) VALUES (?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET revision = excluded.revision, json = excluded.json`);
  // No "or replace": a version is immutable, and a second one of the same number is a bug.
  const publish = db.prepare("INSERT INTO versions (agent_id, version, json) VALUES (?, ?, ?)");
  const remove = db.prepare("DELETE FROM agents WHERE id = ? AND revision = ?");
  const removeVersions = db.prepare("DELETE FROM versions WHERE agent_id = ?");
  const versions = db.prepare("SELECT json FROM versions WHERE agent_id = ? ORDER BY version DESC");

  return {
    agents: (): Agent[] => all.all().map(readAgent),

    putAgent: (agent: Agent, ifRevision: number, published: AgentVersion | null): boolean =>
      transaction(db, () => {
        const held = Number(revision.get(agent.id)?.["revision"] ?? 0);
        if (held !== ifRevision) return false;
        put.run(agent.id, agent.revision, JSON.stringify(agent));
        if (published) publish.run(agent.id, published.version, JSON.stringify(published));
        return true;
      }),

    deleteAgent: (id: string, ifRevision: number): boolean =>
      transaction(db, () => {
        if (Number(remove.run(id, ifRevision).changes) === 0) return false;
        removeVersions.run(id);
        return true;
      }),

    versions: (agentId: string): AgentVersion[] => versions.all(agentId).map(readVersion),
  };
}
