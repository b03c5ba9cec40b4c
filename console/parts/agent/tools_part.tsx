// The tools of an agent: HTTP addresses, MCP servers, Genesys Data Actions. Each opens in a dialog.
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { LIMITS } from "../../../server/contract/agent_limits.ts";
import type { AgentTools } from "../../../server/contract/agent_tools.ts";
import type { Toolbox } from "../../../server/contract/toolbox.ts";
import { STARTER_SCHEMA } from "../../live/example_args.ts";
import { useStores } from "../../stores.ts";
import { AGENT_TOOLS_TEXTS as TEXTS } from "../../texts/agent_tools.ts";
import { AddButton, RemoveButton } from "../../ui/item_rows.tsx";
import { DataActionDialog } from "./data_action_dialog.tsx";
import { HttpToolDialog } from "./http_tool_dialog.tsx";
import { McpServerDialog } from "./mcp_server_dialog.tsx";
import type { PartProps } from "./part_props.ts";

type ListName = keyof AgentTools;
/** `index` beyond the list's end: a new one. */
type Open = { list: ListName; index: number } | null;

const FRESH: { [K in ListName]: AgentTools[K][number] } = {
  http: {
    name: "",
    description: "",
    method: "GET",
    url: "https://",
    headers: [],
    parameters: STARTER_SCHEMA,
    timeoutMs: 5000,
    confirm: false,
    redact: [],
  },
  mcp: {
    label: "",
    url: "https://",
    description: "",
    allowedTools: [],
    approval: "never",
    secret: "",
  },
  dataActions: { id: "", description: "", confirm: false },
};

export function ToolsPart({ config, draft, errorAt }: PartProps) {
  const { tools } = config;
  const [open, setOpen] = useState<Open>(null);
  const toolbox = useToolbox();

  function put<K extends ListName>(list: K, index: number, item: AgentTools[K][number]): void {
    const items: AgentTools[K][number][] = [...tools[list]];
    items[index] = item;
    draft.editIn("tools", { [list]: items });
    setOpen(null);
  }
  function remove(list: ListName, index: number): void {
    draft.editIn("tools", { [list]: tools[list].filter((_, i) => i !== index) });
  }
  const shared = (list: ListName) => ({
    errorAt: (field: string) => open ? errorAt(`tools.${list}.${open.index}.${field}`) : undefined,
    toolbox,
    onClose: () => setOpen(null),
  });
  const item = (list: ListName, index: number, title: string) => ({
    title,
    trouble: draft.errors.value.some(({ path }) => path.startsWith(`tools.${list}.${index}.`)),
    onOpen: () => setOpen({ list, index }),
    onRemove: () => remove(list, index),
  });

  return (
    <>
      <ToolList
        title={TEXTS.http.title}
        hint={TEXTS.http.hint}
        add={TEXTS.http.add}
        full={tools.http.length >= LIMITS.tools}
        onAdd={() => setOpen({ list: "http", index: tools.http.length })}
      >
        {tools.http.map((tool, index) => (
          <ToolItem key={index} {...item("http", index, tool.name)}>
            <span class="tool-where">{tool.method} {hostOf(tool.url)}</span>
            {tool.confirm && <span class="tag">{TEXTS.asksFirst}</span>}
          </ToolItem>
        ))}
      </ToolList>
      <ToolList
        title={TEXTS.mcp.title}
        hint={TEXTS.mcp.hint}
        add={TEXTS.mcp.add}
        full={tools.mcp.length >= LIMITS.mcpServers}
        onAdd={() => setOpen({ list: "mcp", index: tools.mcp.length })}
      >
        {tools.mcp.map((server, index) => (
          <ToolItem key={index} {...item("mcp", index, server.label)}>
            <span class="tool-where">{hostOf(server.url)}</span>
            {server.approval === "spoken_yes" && <span class="tag">{TEXTS.asksFirst}</span>}
          </ToolItem>
        ))}
      </ToolList>
      <ToolList
        title={TEXTS.dataActions.title}
        hint={TEXTS.dataActions.hint}
        add={TEXTS.dataActions.add}
        full={tools.dataActions.length >= LIMITS.tools}
        onAdd={() => setOpen({ list: "dataActions", index: tools.dataActions.length })}
        warning={toolbox?.dataActions === false ? TEXTS.dataActions.noGenesys : ""}
      >
        {tools.dataActions.map((action, index) => (
          <ToolItem key={index} {...item("dataActions", index, action.id)}>
            <span class="tool-where">{action.description}</span>
            {action.confirm && <span class="tag">{TEXTS.asksFirst}</span>}
          </ToolItem>
        ))}
      </ToolList>
      {open?.list === "http" && (
        <HttpToolDialog
          {...shared("http")}
          item={tools.http[open.index] ?? FRESH.http}
          taken={tools.http.filter((_, i) => i !== open.index).map(({ name }) => name)}
          onDone={(tool) => put("http", open.index, tool)}
        />
      )}
      {open?.list === "mcp" && (
        <McpServerDialog
          {...shared("mcp")}
          item={tools.mcp[open.index] ?? FRESH.mcp}
          taken={tools.mcp.filter((_, i) => i !== open.index).map(({ label }) => label)}
          onDone={(server) => put("mcp", open.index, server)}
        />
      )}
      {open?.list === "dataActions" && (
        <DataActionDialog
          {...shared("dataActions")}
          item={tools.dataActions[open.index] ?? FRESH.dataActions}
          taken={tools.dataActions.filter((_, i) => i !== open.index).map(({ id }) => id)}
          onDone={(action) => put("dataActions", open.index, action)}
        />
      )}
    </>
  );
}

interface ToolListProps {
  title: string;
  hint: string;
  add: string;
  full: boolean;
  warning?: string;
  onAdd: () => void;
  children: ComponentChildren[];
}

function ToolList(props: ToolListProps) {
  return (
    <section class="form-section">
      <h2>{props.title}</h2>
      <p class="field-hint">{props.hint}</p>
      {props.warning && <p class="field-hint warn">{props.warning}</p>}
      {props.children.length > 0 && <ul class="tool-list">{props.children}</ul>}
      <AddButton disabled={props.full} onAdd={props.onAdd}>{props.add}</AddButton>
    </section>
  );
}

interface ToolItemProps {
  title: string;
  trouble: boolean;
  onOpen: () => void;
  onRemove: () => void;
  children: ComponentChildren;
}

function ToolItem({ title, trouble, onOpen, onRemove, children }: ToolItemProps) {
  return (
    <li class="tool-item">
      <div class="tool-words">
        <code class="tool-name">{title || TEXTS.unnamed}</code>
        {children}
        {trouble && <span class="field-error">{TEXTS.trouble}</span>}
      </div>
      <button type="button" class="button small" onClick={onOpen}>
        {TEXTS.edit}
        <span class="hidden">{` ${title}`}</span>
      </button>
      <RemoveButton what={title} onRemove={onRemove} />
    </li>
  );
}

function useToolbox(): Toolbox | null {
  const { api } = useStores();
  const [toolbox, setToolbox] = useState<Toolbox | null>(null);
  useEffect(() => {
    let gone = false;
    void api.toolbox().then((result) => {
      if (!gone && result.ok) setToolbox(result.value);
    });
    return () => {
      gone = true;
    };
  }, []);
  return toolbox;
}

/** What matters of an address in a list. */
function hostOf(url: string): string {
  const at = URL.parse(url);
  return at
    ? `${at.host}${
      at.pathname === "/" ? "" : at.pathname.replaceAll("%7B", "{").replaceAll("%7D", "}")
    }`
    : url;
}
