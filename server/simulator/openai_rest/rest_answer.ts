// What an endpoint answers: an error with a status, JSON, or pieces that come one after another.
import type { Refusal } from "../realtime/shape.ts";

export interface Piece {
  afterMs: number;
  bytes: Uint8Array<ArrayBuffer>;
}

export type RestAnswer =
  | { type: "error"; status: number; code: string; message: string; param?: string | null }
  | { type: "json"; afterMs: number; value: unknown }
  /** `afterMs`: until the head. */
  | { type: "pieces"; afterMs: number; contentType: string; pieces: readonly Piece[] };

export function bad(refusal: Refusal): RestAnswer {
  const { code, message, param } = refusal;
  return { type: "error", status: 400, code: code ?? "invalid_request_error", message, param };
}

export function unknownModel(model: string): RestAnswer {
  return {
    type: "error",
    status: 404,
    code: "model_not_found",
    message: `The model '${model}' does not exist or you do not have access to it.`,
  };
}

export function errorResponse(
  { status, code, message, param = null }: RestAnswer & { type: "error" },
  retryAfter?: string,
): Response {
  const type = status === 429 && code === "insufficient_quota" ? code : "invalid_request_error";
  return Response.json({ error: { message, type, param, code } }, {
    status,
    headers: retryAfter === undefined ? {} : { "retry-after": retryAfter },
  });
}
