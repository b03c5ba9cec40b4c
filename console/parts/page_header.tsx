// The head of every screen: where you are, what you can do here, how fresh it is.
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { ConnectionStatus } from "./connection_status.tsx";

interface PageHeaderProps {
  title: ComponentChildren;
  /** Of the browser's tab. */
  tab: string;
  above?: ComponentChildren;
  below?: ComponentChildren;
  actions?: ComponentChildren;
  /** What is shown will not change any more, so that being connected says nothing about it. */
  settled?: boolean;
}

export function PageHeader(
  { title, tab, above, below, actions, settled = false }: PageHeaderProps,
) {
  useEffect(() => {
    document.title = `${tab} · Hookline`;
  }, [tab]);
  return (
    <header class="page-head">
      <div class="page-title">
        {above}
        <h1>{title}</h1>
        {below}
      </div>
      <div class="page-actions">
        {actions}
        <ConnectionStatus onlyTrouble={settled} />
      </div>
    </header>
  );
}
