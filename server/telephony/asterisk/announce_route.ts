// POST /asterisk/calls: a dialplan announces a call before it connects it by AudioSocket. Holds no call.
import { readAnnouncement } from "./announcement_body.ts";
import { type Announcements, KEPT_MS } from "./announcements.ts";
import type { Door } from "./door.ts";
import { hasBearer } from "./token.ts";

/** 202 and for how long it is kept; or a refusal. */
export async function announce(
  request: Request,
  at: { door: Door; announcements: Announcements; from: string },
): Promise<Response> {
  const { door, announcements, from } = at;
  const { token, admission, clock } = door.options;
  if (request.method !== "POST") {
    const detail = `Received ${request.method.slice(0, 16)}; announce a call by POST.`;
    return door.refuse("method", from, { status: 405, detail, headers: { allow: "POST" } });
  }
  if (!hasBearer(request, token)) {
    const detail = "The header Authorization holds no valid token; send Bearer and ASTERISK_TOKEN.";
    const headers = { "www-authenticate": "Bearer" };
    return door.refuse("auth_token", from, { status: 401, detail, headers });
  }
  const floor = admission();
  if (floor !== "open") return door.notNow(floor, from);
  const announcement = await readAnnouncement(request, clock);
  if ("status" in announcement) return door.refuse("body", from, announcement);
  const { uuid, facts } = announcement;
  if (!announcements.announce(uuid, facts)) {
    const detail = "1,000 announced calls wait for their connection; announce a call just before.";
    const headers = { "retry-after": "2" };
    return door.refuse("too_many_announced", from, { status: 503, detail, headers });
  }
  const { dropped, cut } = facts;
  return Response.json({ uuid, keptSeconds: KEPT_MS / 1_000, dropped, cut }, { status: 202 });
}
