// The call as the bridge is asked to answer it: what session.initiate told, and the `start` activity. Pure.
import type { Invitation } from "../channel.ts";
import type { StartFacts } from "./activities.ts";
import { cutText, type Initiate } from "./message.ts";

export interface Dialled {
  /** Path and query. */
  address: string;
  origin: "phone" | "test";
}

/** `start`: null where it did not come in time. */
export function invitationOf(
  initiate: Initiate,
  { callId, dialled, start }: { callId: string; dialled: Dialled; start: StartFacts | null },
): Invitation {
  const botName: Record<string, string> = initiate.botName === ""
    ? {}
    : { botName: cutText(initiate.botName, 2_048) };
  return {
    callId,
    protocol: "audiocodes",
    caller: cutText(start?.caller || initiate.caller, 256),
    called: start?.called ?? "",
    conversationId: safeId(initiate.conversationId),
    organizationId: "",
    address: dialled.address,
    language: start?.language ?? "",
    variables: { ...botName, ...start?.variables },
    origin: dialled.origin,
  };
}

function safeId(id: string): string {
  return id.replaceAll(/[^\w.:@+-]/g, "_").slice(0, 64);
}
