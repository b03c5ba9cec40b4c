// The sections of the settings: their addresses, their order, who may see them. Pure.
import type { Permission } from "../../server/contract/role.ts";

export const SECTIONS = [
  { id: "people", needs: "manage" },
  { id: "tokens", needs: "manage" },
  { id: "webhooks", needs: "manage" },
  { id: "alerts", needs: "manage" },
  { id: "keeping", needs: "manage" },
  { id: "audit", needs: "manage" },
  { id: "you", needs: null },
] as const satisfies readonly { id: string; needs: Permission | null }[];
export type SectionId = (typeof SECTIONS)[number]["id"];

export function sectionAddress(id: SectionId): string {
  return `/settings/${id}`;
}

/** Without a name the first that one may see; null: there is none of this name. */
export function sectionOf(
  name: string,
  may: (permission: Permission) => boolean,
): SectionId | null {
  if (name === "") {
    return SECTIONS.find(({ needs }) => needs === null || may(needs))?.id ?? "you";
  }
  return SECTIONS.find(({ id }) => id === name)?.id ?? null;
}
