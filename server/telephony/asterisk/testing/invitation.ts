// Test side: an invitation as either way in would make it.
import type { Invitation } from "../../channel.ts";

export function invitationOf(callId: string): Invitation {
  return {
    callId,
    protocol: "test",
    caller: "",
    called: "",
    conversationId: callId,
    organizationId: "",
    address: "/audiosocket",
    language: "",
    variables: {},
    origin: "phone",
  };
}
