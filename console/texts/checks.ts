// What is wrong with a field, told before the server is asked.
import { texted } from "./language.ts";

export const CHECK_TEXTS = texted("checks", {
  tooLong: (over: string, most: string, has: string) =>
    `${over} bytes too long: at most ${most} bytes fit, this has ${has}`,
  outside: (from: string, to: string) => `Enter a number from ${from} to ${to}`,
  twice: (name: string) => `“${name}” stands in the list already`,
  agentName: "Give the agent a name",
  model: "Choose a model",
  variableName: "Letters, digits, dots, hyphens and underscores; a letter first",
  warning: "The warning has to come before the end",
  instruct: "Say what the agent is to do",
  agent: "Choose an agent",
  toolTaken: "Every agent has a tool of this name",
  toolDescription: "Tell the model what it does and when to use it",
  toolName: "1 to 64 letters, digits, hyphens or underscores",
  headerName: "Not the name of a header",
  headerValue: "One line of plain letters",
  secret: "Capital letters, digits and underscores",
  dataAction: "The id as Genesys shows it, such as custom_-_…",
  url: "A whole address that begins with https://",
  schemaType: 'Needs "type": "object" at its top',
  schemaJson: "This is not JSON: is a comma or quote missing?",
  defaultAgent: "Choose who answers all other calls",
  routeName: "Give the route a name",
  routeVariable: "Which variable has this value?",
  viewName: "Give the view a name.",
  viewsFull: (most: number) => `There are ${most} views already. Remove one of them first.`,
  notKept: "This browser does not let the console keep anything.",
  address: {
    none: "This is not an address",
    noneWords: "Set the server's public address.",
    private: "Nobody outside can reach this address",
    privateWords: "It leads to this machine or network only. Give the server a public name, or " +
      "use a tunnel, and tell it that address. Test calls work without.",
    plain: "It is dialled over TLS only",
    plainWords: "Put the server behind a proxy with a certificate of a public authority.",
  },
});
