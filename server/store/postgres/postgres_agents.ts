// Agents and their published versions in PostgreSQL.
import type { Agent, AgentVersion } from "../../contract/agent.ts";
import { readAgent, readVersion } from "../rows.ts";
import type { Store } from "../store.ts";
import type { PostgresLink } from "./postgres_link.ts";

type AgentsPart = Pick<Store, "agents" | "putAgent" | "deleteAgent" | "versions">;

export function postgresAgents(link: PostgresLink): AgentsPart {
  return {
    agents: () =>
      link.run(async (sql) => (await sql`SELECT json FROM agents ORDER BY id`).map(readAgent)),

    putAgent: (agent: Agent, ifRevision: number, published: AgentVersion | null) =>
      link.transaction(async (sql) => {
        const { id, revision } = agent;
        const json = JSON.stringify(agent);
        // The row's lock makes the second of two editors wait, and then see the other's revision.
        const { count } = ifRevision === 0
          ? await sql`
            INSERT INTO agents (id, revision, json) VALUES (${id}, ${revision}, ${json})
            ON CONFLICT (id) DO NOTHING`
          : await sql`
            UPDATE agents SET revision = ${revision}, json = ${json}
            WHERE id = ${id} AND revision = ${ifRevision}`;
        if (count === 0) return false;
        if (published) {
          await sql`
            INSERT INTO versions (agent_id, version, json)
            VALUES (${id}, ${published.version}, ${JSON.stringify(published)})`;
        }
        return true;
      }),

    deleteAgent: (id: string, ifRevision: number) =>
      link.transaction(async (sql) => {
        const { count } =
          await sql`DELETE FROM agents WHERE id = ${id} AND revision = ${ifRevision}`;
        if (count === 0) return false;
        await sql`DELETE FROM versions WHERE agent_id = ${id}`;
        return true;
      }),

    versions: (agentId: string) =>
      link.run(async (sql) => {
        const rows = await sql`
          SELECT json FROM versions WHERE agent_id = ${agentId} ORDER BY version DESC`;
        return rows.map(readVersion);
      }),
  };
}
