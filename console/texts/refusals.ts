// Why the server did not do what was asked. Its own sentence is English and the most exact; another language says what a
// person meets in its own words, and keeps the server's where it says more.
import type { ProblemCode } from "../../server/contract/problem.ts";
import { texted } from "./language.ts";

type RefusalTexts =
  & Readonly<Record<ProblemCode, (sentence: string) => string>>
  & Readonly<Record<"unreachable" | "unclear" | "noWebSockets", string>>;

const said = (sentence: string) => sentence;

export const REFUSAL_TEXTS = texted<RefusalTexts>("refusals", {
  signed_out: said,
  not_permitted: said,
  forbidden_origin: said,
  not_found: said,
  method_not_allowed: said,
  invalid_body: said,
  invalid_field: said,
  too_large: said,
  precondition_required: said,
  conflict: said,
  in_use: said,
  not_live: said,
  cannot: said,
  too_late: said,
  full: said,
  not_websocket: said,
  too_many_requests: said,
  draining: said,
  not_saved: said,
  store_unavailable: said,
  instance_unreached: said,
  internal: said,
  unreachable: "The server did not answer. Check the network; calls are not affected.",
  unclear: "The answer was not Hookline's. A proxy in between may have failed.",
  noWebSockets:
    "The line did not come about, though the server can be reached: a proxy in between may not let " +
    "WebSockets through.",
});
