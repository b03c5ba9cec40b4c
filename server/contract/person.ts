// People who sign in to the console, and what they are told of themselves.
import { z } from "zod";
import { PERSON_LIMITS } from "./person_limits.ts";
import { PERMISSIONS, ROLES } from "./role.ts";

/** What whoever signs in, or a token, may do; they add up. */
export const rolesSchema = z.array(z.enum(ROLES)).max(ROLES.length)
  .refine((roles) => new Set(roles).size === roles.length, "names a role twice");
/** What people are shown as a name: nothing that turns the text around it, and nothing that no database keeps. */
export const shownName = (most: number) =>
  z.string().trim().min(1).max(most)
    .regex(
      /^[^\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]+$/u,
      "holds characters that cannot be shown",
    );
const nameSchema = shownName(PERSON_LIMITS.nameChars);
const passwordSchema = z.string().min(PERSON_LIMITS.passwordChars.least)
  .max(PERSON_LIMITS.passwordChars.most);

/** "invited": has not set a password yet; "local": signs in with one; "oidc": the identity provider vouches. */
const PERSON_STATES = ["invited", "local", "oidc"] as const;

export const personSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** Unique, compared without case: an e-mail address or a name. */
  signInName: z.string(),
  /** Empty: known by the identity provider, and nobody has given them a role yet. */
  roles: z.array(z.enum(ROLES)),
  state: z.enum(PERSON_STATES),
  /** Roles come with each sign-in from the identity provider and cannot be set here. */
  rolesFromProvider: z.boolean(),
  /** Cannot sign in; sessions have ended. */
  disabled: z.boolean(),
  createdAtMs: z.number(),
  /** UTC; null: never. */
  signedInAtMs: z.number().nullable(),
  revision: z.int(),
}).meta({ id: "Person" });
export type Person = z.infer<typeof personSchema>;

export const peopleSchema = z.object({ people: z.array(personSchema) });

/** Body of POST /api/people. The answer holds a link by which they set their password. */
export const newPersonSchema = z.strictObject({
  name: nameSchema,
  signInName: shownName(PERSON_LIMITS.signInNameChars),
  roles: rolesSchema.min(1),
}).meta({ id: "NewPerson" });
export type NewPerson = z.infer<typeof newPersonSchema>;

/** Body of PUT /api/people/{id}, with If-Match. */
export const editPersonSchema = z.strictObject({
  name: nameSchema,
  /** None only where they have none: who should be out is disabled. */
  roles: rolesSchema,
  disabled: z.boolean(),
}).meta({ id: "EditPerson" });
export type EditPerson = z.infer<typeof editPersonSchema>;

/** Works once, until then; a newer one for the same person replaces it. The only time its text is told. */
export const invitationSchema = z.object({
  person: personSchema,
  link: z.string(),
  expiresAtMs: z.number(),
}).meta({ id: "Invitation" });
export type Invitation = z.infer<typeof invitationSchema>;

/** Body of POST /api/session/password: what an invitation's link leads to. */
export const setPasswordSchema = z.strictObject({ code: z.string(), password: passwordSchema });

/** Body of POST /api/me/password. */
export const changePasswordSchema = z.strictObject({
  current: z.string().max(PERSON_LIMITS.passwordChars.most),
  password: passwordSchema,
});

/** Who asks. `personId` null: the operator, by the server's own link or the admin token; or an API token. */
export const meSchema = z.object({
  name: z.string(),
  personId: z.string().nullable(),
  roles: z.array(z.enum(ROLES)),
  may: z.array(z.enum(PERMISSIONS)),
}).meta({ id: "Me" });
export type Me = z.infer<typeof meSchema>;

/** What the page of signing in offers. */
export const signInWaysSchema = z.object({
  /** By name and password: there is somebody who has one. */
  password: z.boolean(),
  /** By an identity provider, under this name; it begins at GET /api/session/oidc. */
  oidc: z.object({ name: z.string() }).nullable(),
  /** By the admin token. */
  token: z.boolean(),
}).meta({ id: "SignInWays" });
export type SignInWays = z.infer<typeof signInWaysSchema>;
