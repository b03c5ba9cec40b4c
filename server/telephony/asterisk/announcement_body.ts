// Reads what a dialplan posts to announce a call: avr-core's JSON, or the form that CURL() sends by itself.
import type { Clock } from "../../clock.ts";
import { type CallFacts, factsOf } from "./invitation.ts";
import type { Refusal } from "./problem.ts";
import { isUuid } from "./uuid.ts";

export interface Announcement {
  uuid: string;
  facts: CallFacts;
}

const MAX_BODY_BYTES = 64 * 1024;
const BODY_WITHIN_MS = 5_000;
const SHAPE = '{"uuid":"…","payload":{"from":"…","to":"…"}} or a form with the field uuid';

/** Never rejects. */
export async function readAnnouncement(
  request: Request,
  clock: Clock,
): Promise<Announcement | Refusal> {
  const body = await readBody(request, clock);
  return typeof body === "string" ? parse(body) : body;
}

/** CURL() calls everything a form, so the body itself tells what it is. */
function parse(body: string): Announcement | Refusal {
  const text = body.trim();
  const fields = text.startsWith("{") ? fromJson(text) : fromForm(text);
  if (!fields) {
    return unread(`received ${body.length} characters that are no JSON object; send ${SHAPE}`);
  }
  const { uuid, payload } = fields;
  if (typeof uuid !== "string" || !isUuid(uuid.trim())) {
    const received = typeof uuid === "string" ? `${uuid.length} characters` : kindOf(uuid);
    return unread(`uuid: received ${received}, no UUID; send the one given to AudioSocket()`);
  }
  if (payload !== undefined && !isRecord(payload)) {
    return unread(`payload: received ${kindOf(payload)}; send an object of names and texts`);
  }
  return { uuid: uuid.trim(), facts: factsOf(Object.entries(payload ?? {})) };
}

function fromJson(text: string): { uuid: unknown; payload: unknown } | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? { uuid: value["uuid"], payload: value["payload"] } : null;
  } catch {
    return null;
  }
}

function fromForm(text: string): { uuid: unknown; payload: unknown } {
  const form = new URLSearchParams(text);
  const uuid = form.get("uuid") ?? undefined;
  form.delete("uuid");
  return { uuid, payload: Object.fromEntries(form) };
}

function unread(detail: string): Refusal {
  return { status: 422, detail: `The call could not be announced: ${detail}.` };
}

/** Deno waits for a body as long as it takes, so this does not. */
async function readBody(request: Request, clock: Clock): Promise<string | Refusal> {
  const reader = request.body?.getReader();
  if (!reader) return "";
  let late = false;
  const cancel = clock.after(BODY_WITHIN_MS, () => {
    late = true;
    reader.cancel().catch(() => {});
  });
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (let { value } = await reader.read(); value; { value } = await reader.read()) {
      size += value.length;
      if (size > MAX_BODY_BYTES) {
        reader.cancel().catch(() => {});
        const detail = `Received more than ${MAX_BODY_BYTES} bytes; send ${SHAPE}.`;
        return { status: 413, detail };
      }
      chunks.push(value);
    }
  } catch {
    return { status: 400, detail: "The body broke off; send it whole." };
  } finally {
    cancel();
  }
  if (late) return { status: 408, detail: "The body did not come within 5 s; send it at once." };
  return new TextDecoder().decode(await new Blob(chunks as BlobPart[]).arrayBuffer());
}

function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  return value === null ? "null" : Array.isArray(value) ? "an array" : typeof value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
