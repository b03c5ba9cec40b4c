// Makes the HTTP request of a tool out of its settings and the model's arguments. Pure: nothing is sent here.
import type { HttpTool } from "../contract/agent_tools.ts";
import type { EgressRequest } from "../egress/egress.ts";
import { fillSecrets } from "./secrets.ts";
import type { ToolFailure } from "./tool_outcome.ts";

type Args = Readonly<Record<string, unknown>>;
type Wanted = Pick<EgressRequest, "url" | "method" | "headers" | "body">;
type Built<T> = { ok: true; value: T } | { ok: false; failure: ToolFailure };

const PLACE = /\{([A-Za-z0-9_-]+)\}/g;

/**
 * `{name}` in the path or query takes an argument, encoded. The other arguments travel as query with GET and DELETE
 * (a list as the same name several times), otherwise as a JSON body. `X-Hookline-Call` names the call.
 */
export function httpRequest(
  tool: HttpTool,
  { args, secrets, callId }: { args: Args; secrets: ReadonlyMap<string, string>; callId: string },
): Built<Wanted> {
  const headers = requestHeaders(tool, secrets);
  if (!headers.ok) return headers;
  const url = filledUrl(tool.url, args);
  if (!url.ok) return url;
  const placed = new Set([...tool.url.matchAll(PLACE)].map(([, name]) => name));
  const others = Object.entries(args).filter(([name]) => !placed.has(name));
  headers.value["x-hookline-call"] = callId;
  if (tool.method === "GET" || tool.method === "DELETE") {
    addQuery(url.value, others);
    return done({ url: url.value.href, method: tool.method, headers: headers.value });
  }
  headers.value["content-type"] ??= "application/json";
  const body = JSON.stringify(Object.fromEntries(others));
  return done({ url: url.value.href, method: tool.method, headers: headers.value, body });
}

function requestHeaders(
  tool: HttpTool,
  secrets: ReadonlyMap<string, string>,
): Built<Record<string, string>> {
  const headers: Record<string, string> = {
    accept: "application/json, text/plain;q=0.9, */*;q=0.1",
    "user-agent": "Hookline",
  };
  for (const { name, value } of tool.headers) {
    const filled = fillSecrets(value, secrets);
    if (!filled.ok) {
      return refuse({
        type: "configuration_error",
        words: "This tool is not set up completely and cannot be used now. Do without it.",
        detail: `the header ${name} needs the setting SECRET_${filled.missing}, which is not set`,
      });
    }
    headers[name.toLowerCase()] = filled.text;
  }
  return done(headers);
}

function filledUrl(template: string, args: Args): Built<URL> {
  const [, origin = "", path = "", query = ""] =
    /^(https?:\/\/[^/?#]*)([^?#]*)(\?[^#]*)?/i.exec(template) ?? [];
  if (origin === "" || origin.includes("{")) {
    return refuse({
      type: "configuration_error",
      words: "This tool is not set up correctly and cannot be used. Do without it.",
      detail:
        "the host of the tool's URL must be fixed: arguments have their place in path and query",
    });
  }
  const names = [...path.matchAll(PLACE)].map(([, name = ""]) => name);
  const empty = names.find((name) => asText(args[name]) === "");
  if (empty !== undefined) return refuse(badPart(empty, "is needed and must not be empty"));
  const filledPath = path.replaceAll(PLACE, (_, name) => encoded(args[name]));
  // "." and ".." would lead to another address than the one that was set up.
  if (filledPath.split("/").some((part) => part === "." || part === "..")) {
    return refuse(badPart(names.join(", "), "must not be a dot or two"));
  }
  const filledQuery = query.replaceAll(PLACE, (_, name) => encoded(args[name]));
  const url = URL.parse(origin + filledPath + filledQuery);
  return url === null
    ? refuse({
      type: "configuration_error",
      words: "This tool is not set up correctly and cannot be used. Do without it.",
      detail: "the tool's URL is not valid",
    })
    : done(url);
}

function badPart(name: string, fault: string): ToolFailure {
  return {
    type: "validation_error",
    words: `The argument ${name} ${fault}. Ask the caller for it and call the tool again.`,
  };
}

function addQuery(url: URL, args: readonly [string, unknown][]): void {
  for (const [name, value] of args) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined) url.searchParams.append(name, asText(one));
    }
  }
}

/** A lone half of a surrogate pair cannot be encoded; it becomes a question mark in a diamond. */
const encoded = (value: unknown) => encodeURIComponent(asText(value).toWellFormed());

function asText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

const done = <T>(value: T): Built<T> => ({ ok: true, value });
const refuse = (failure: ToolFailure): { ok: false; failure: ToolFailure } => ({
  ok: false,
  failure,
});
