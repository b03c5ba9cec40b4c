// What the audit writes down. Plain values: the console imports them.

/** By what was done; the console has words for each. */
export const AUDIT_ACTS = [
  "sign_in",
  "sign_in_refused",
  "sign_out",
  "sessions_ended",
  "password_set",
  "person_added",
  "person_changed",
  "person_deleted",
  "person_invited",
  "token_made",
  "token_deleted",
  "call_listened",
  "call_stepped_in",
  "hand_answered",
  "call_deleted",
  "calls_exported",
  "recording_played",
  "recording_deleted",
  "notice_posted",
  "notice_removed",
  "agent_added",
  "agent_draft_saved",
  "agent_published",
  "agent_restored",
  "agent_deleted",
  "routes_changed",
  "tool_tried",
  "test_call_placed",
  "settings_changed",
  "webhook_added",
  "webhook_changed",
  "webhook_deleted",
  "webhook_tested",
  "delivery_resent",
  "audit_exported",
] as const;
export type AuditAct = (typeof AUDIT_ACTS)[number];

/** "operator": the server's own sign-in link or the admin token; "server": the server by itself. */
export const AUDIT_ACTORS = ["person", "token", "operator", "server", "stranger"] as const;
