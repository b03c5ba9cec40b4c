// Every word of the routes: their table, the fields of one, the tester.
import { texted } from "./language.ts";

export const ROUTES_TEXTS = texted("routes", {
  title: "Routes",
  about: "Which agent answers which call. The first route that fits wins.",
  failed: "The routes could not be fetched",
  fetching: "Fetching the routes…",
  add: "Add a route",
  others: "All other calls",
  default: "Default agent",
  defaultHint: "There are no routes: every call goes here.",
  save: "Save the routes",
  saving: "Saving…",
  saved: "New calls follow these routes.",
  state: {
    faults: (fields: number) =>
      `Not saved: ${fields === 1 ? "a field needs" : `${fields} fields need`} a look`,
    notSaved: (why: string) => `Not saved. ${why}`,
    edited: "Edited, not saved yet",
    inForce: "These routes are in force",
  },
  conflict: {
    title: "Somebody else saved the routes while you were editing",
    words: "Nothing is lost: theirs are in force, yours are not saved until you choose.",
    diff: "From theirs to yours",
    keepMine: "Save mine over theirs",
    takeTheirs: "Take theirs",
  },
  one: {
    fresh: "New route",
    /** Of one without a name, among other words. */
    nth: (place: number) => `route ${place}`,
    up: (name: string) => `Move ${name} up`,
    down: (name: string) => `Move ${name} down`,
    name: "Name",
    agent: "Answered by",
    called: "Number dialled",
    path: "Address or connector id",
    variable: "Variable",
    value: "Value of the variable",
    takesAll: "Takes every call: no route below it is ever asked.",
    takes: (conditions: string) => `Takes ${conditions}.`,
  },
  tester: {
    title: "Which agent would take this call?",
    called: "Dialled number",
    address: "Dialled address",
    variable: "With variable",
    value: "Of value",
    ask: "Ask",
    asking: "Asking…",
    unsaved: "The answer follows the saved routes, not your edits.",
  },
});
