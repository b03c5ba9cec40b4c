// The agents by their ids, for choosing one. Fetched once by each place that asks.
import { useEffect, useState } from "preact/hooks";
import { useStores } from "../stores.ts";

export interface AgentNames {
  /** False until an answer came. */
  known: boolean;
  /** Id and published name. */
  names: readonly (readonly [id: string, name: string])[];
  trouble: string;
  /** An id nobody has is shown as itself. */
  nameOf: (agentId: string) => string;
}

export function useAgentNames(): AgentNames {
  const { api } = useStores();
  const [found, setFound] = useState<Pick<AgentNames, "known" | "names" | "trouble">>({
    known: false,
    names: [],
    trouble: "",
  });
  useEffect(() => {
    let gone = false;
    void api.agents().then((result) => {
      if (gone) return;
      setFound({
        known: result.ok,
        names: result.ok
          ? result.value.map(({ id, published }) => [id, published.config.name] as const)
          : [],
        trouble: result.ok ? "" : result.refusal.message,
      });
    });
    return () => {
      gone = true;
    };
  }, []);
  const nameOf = (agentId: string) => found.names.find(([id]) => id === agentId)?.[1] ?? agentId;
  return { ...found, nameOf };
}
