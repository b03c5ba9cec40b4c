// A sentence about something that was ignored, replaced or missing when a call was made ready, for its
// event log. Never holds a prompt, customer data or a secret.

export interface Note {
  /** "variable_ignored", "variable_not_allowed", "variable_missing", "instructions_url_failed", … */
  code: string;
  detail: string;
}
