// How Agent Voice Response's calls are moved: avr-ami, asked over HTTP. The address is the operator's, so it may be
// private.
import type { Egress } from "./egress/egress.ts";
import type { AmiPost } from "./telephony/avr/ami.ts";

const TIMEOUT_MS = 5000;
const MAX_BYTES = 16 * 1024;

export function createAmiPost(egress: Egress, baseUrl: string): AmiPost {
  return async (path, body) => {
    const answer = await egress({
      url: `${baseUrl.replace(/\/+$/, "")}${path}`,
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
    });
    return answer.ok ? { status: answer.status, body: answer.text } : { error: answer.code };
  };
}
