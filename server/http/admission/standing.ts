// Who is let in, by what they came with, and whether they still are: sessions, people and API tokens in one place, so
// that whatever stays open learns at once when somebody may no longer have it. Knows no request.
import type { Person } from "../../contract/person.ts";
import { type Permission, permissionsOf, type Role } from "../../contract/role.ts";
import { guarded } from "../../guard.ts";
import type { Admitted } from "../admin_deps.ts";
import type { Sessions } from "./sessions.ts";

export interface StandingDeps {
  sessions: Sessions;
  people: {
    get(id: string): Person | undefined;
    recall(id: string): Promise<void>;
    onChange(listener: (id: string) => void): () => void;
  };
  tokens: {
    get(id: string): { id: string; name: string; roles: Role[] } | undefined;
    recall(text: string): Promise<{ id: string } | undefined>;
    onRemoved(listener: (id: string) => void): () => void;
  };
}

/** The server's own sign-in link, or the admin token: whoever runs the server may do everything. */
export function operator(sessionId: string | null): Admitted {
  const roles: Role[] = ["admin"];
  return { by: "operator", id: "", name: "operator", roles, may: permissionsOf(roles), sessionId };
}

export class Standing {
  readonly #deps: StandingDeps;
  readonly #listeners = new Set<() => void>();

  constructor(deps: StandingDeps) {
    this.#deps = deps;
    const changed = () => this.#tell();
    deps.sessions.onEnd(changed);
    deps.tokens.onRemoved(changed);
    deps.people.onChange((id) => {
      const person = deps.people.get(id);
      if (!person || person.disabled || person.roles.length === 0) {
        void deps.sessions.endAllOf(id, "disabled");
      }
      // Their roles may be others now.
      changed();
    });
  }

  bySession(token: string): Admitted | null {
    const sessionId = this.#deps.sessions.find(token);
    return sessionId === null ? null : this.#ofSession(sessionId);
  }

  /** The same of somebody who may have signed in by way of another instance this moment. Never rejects. */
  async recallSession(token: string): Promise<Admitted | null> {
    const { sessions, people } = this.#deps;
    const sessionId = await sessions.recall(token);
    if (sessionId === null) return null;
    const personId = sessions.personOf(sessionId);
    if (personId !== null) await people.recall(personId);
    return this.#ofSession(sessionId);
  }

  /** Also one that another instance may have made this moment. Never rejects. */
  async recallApiToken(text: string): Promise<Admitted | null> {
    const found = await this.#deps.tokens.recall(text);
    return found ? this.#ofToken(found.id) : null;
  }

  /** The same somebody as they are now; null: they are let in no longer. */
  now(admitted: Admitted): Admitted | null {
    if (admitted.sessionId !== null) return this.#ofSession(admitted.sessionId);
    return admitted.by === "token" ? this.#ofToken(admitted.id) : admitted;
  }

  /** Why something that needs `permission` must end for `admitted`; null: it may go on. */
  whyNot(admitted: Admitted, permission: Permission): "signed_out" | "not_permitted" | null {
    const now = this.now(admitted);
    if (!now) return "signed_out";
    return now.may.includes(permission) ? null : "not_permitted";
  }

  /** Tells that somebody may be let in no longer, or may do less. Returns how to stop listening. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #ofSession(sessionId: string): Admitted | null {
    const { sessions, people } = this.#deps;
    if (!sessions.alive(sessionId)) return null;
    const personId = sessions.personOf(sessionId);
    if (personId === null) return operator(sessionId);
    const person = people.get(personId);
    if (!person || person.disabled) return null;
    const { id, name, roles } = person;
    return { by: "person", id, name, roles, may: permissionsOf(roles), sessionId };
  }

  #ofToken(tokenId: string): Admitted | null {
    const token = this.#deps.tokens.get(tokenId);
    if (!token) return null;
    const { id, name, roles } = token;
    return { by: "token", id, name, roles, may: permissionsOf(roles), sessionId: null };
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) guarded(() => {}, listener)();
  }
}
