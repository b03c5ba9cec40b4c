// Tokens by which programs use the API. A token's text is told once, when it is made; afterwards only its beginning.
import { z } from "zod";
import { rolesSchema, shownName } from "./person.ts";
import { TOKEN_LIMITS } from "./person_limits.ts";
import { ROLES } from "./role.ts";

export const apiTokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  roles: z.array(z.enum(ROLES)),
  /** How its text begins. */
  begins: z.string(),
  /** Name of who made it. */
  by: z.string(),
  createdAtMs: z.number(),
  /** UTC; null: never used. Noted at most once a minute. */
  usedAtMs: z.number().nullable(),
  /** UTC; null: it holds until it is deleted. */
  expiresAtMs: z.number().nullable(),
}).meta({ id: "ApiToken" });
export type ApiToken = z.infer<typeof apiTokenSchema>;

export const apiTokensSchema = z.object({ tokens: z.array(apiTokenSchema) });

/** Body of POST /api/tokens. Nobody can give away more than they may do themselves. */
export const newApiTokenSchema = z.strictObject({
  name: shownName(TOKEN_LIMITS.nameChars),
  roles: rolesSchema.min(1),
  /** Null: no end. */
  days: z.int().min(1).max(TOKEN_LIMITS.longestDays).nullable(),
}).meta({ id: "NewApiToken" });
export type NewApiToken = z.infer<typeof newApiTokenSchema>;

export const madeApiTokenSchema = z.object({ token: apiTokenSchema, text: z.string() })
  .meta({ id: "MadeApiToken" });
export type MadeApiToken = z.infer<typeof madeApiTokenSchema>;
