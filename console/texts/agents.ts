// Every word of the list of agents, of making one and of taking one away.
import { texted } from "./language.ts";
import { plural } from "./numbers.ts";

export const AGENTS_TEXTS = texted("agents", {
  title: "Agents",
  about: "Each has its own prompt, voice, tools and rules.",
  failed: "The agents could not be fetched",
  fetching: "Fetching the agents…",
  default: "Default",
  published: "published {when}",
  edited: "Edits to publish",
  delete: "Delete…",
  tools: (tools: number) => tools === 0 ? "no tools of its own" : plural(tools, "tool"),
  leads: {
    default: "All calls without a route",
    routesAndDefault: (routes: number) => `${plural(routes, "route")}, and all other calls`,
    routes: (routes: number) => plural(routes, "route"),
    none: "No route leads here",
  },
  create: {
    title: "New agent",
    name: "Name",
    noName: "Give the agent a name",
    copyOf: "Begins as a copy of",
    copyOfHint: "It gets calls once a route leads to it.",
    act: "Create it",
    busy: "Creating…",
    cancel: "Cancel",
  },
  remove: {
    title: (name: string) => `Delete ${name}?`,
    words:
      "Its draft and all its versions go for good. Calls in progress keep it; records of past calls stay.",
    act: "Delete it",
    busy: "Deleting…",
    keep: "Keep it",
    done: (name: string) => `${name} is gone.`,
  },
});
