// What an OpenAPI 3.1 document must hold to, as far as it can be told without a network. Pure: a document in,
// faults in words out. Never imported by the product.
import { Validator } from "@cfworker/json-schema";

type Json = Record<string, unknown>;

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
const OPERATION_FIELDS = [
  "tags",
  "summary",
  "description",
  "externalDocs",
  "operationId",
  "parameters",
  "requestBody",
  "responses",
  "callbacks",
  "deprecated",
  "security",
  "servers",
];
const TYPES = ["string", "number", "integer", "boolean", "object", "array", "null"];
/** Words of 3.0, and of older drafts, which 3.1 does not know. */
const GONE = ["nullable", "definitions", "$recursiveRef"];

/** Faults, each with its place; none: the document holds. */
export function openapiFaults(document: Json): string[] {
  return [
    ...headFaults(document),
    ...Object.entries(at(document, "paths")).flatMap(([path, item]) =>
      pathFaults(document, path, item as Json)
    ),
    ...idFaults(document),
    ...walk(document).flatMap(({ place, node }) => nodeFaults(document, place, node)),
  ];
}

function headFaults(document: Json): string[] {
  const { openapi, info } = document as { openapi?: unknown; info?: Json };
  const names = Object.keys(at(document, "components", "schemas"));
  const schemes = Object.keys(at(document, "components", "securitySchemes"));
  const required = (document["security"] ?? []) as Json[];
  return [
    ...(/^3\.1\.\d+$/.test(String(openapi)) ? [] : ["openapi: must be 3.1.x"]),
    ...["title", "version"].filter((name) => typeof info?.[name] !== "string")
      .map((name) => `info.${name}: is missing`),
    ...names.filter((name) => !/^[a-zA-Z0-9._-]+$/.test(name)).map((name) => `${name}: bad name`),
    ...required.flatMap(Object.keys).filter((name) => !schemes.includes(name))
      .map((name) => `security: there is no scheme ${name}`),
  ];
}

function pathFaults(document: Json, path: string, item: Json): string[] {
  const places = [...path.matchAll(/\{([^}]*)\}/g)].map((match) => match[1]!);
  return [
    ...(path.startsWith("/") ? [] : [`${path}: must begin with a slash`]),
    ...Object.entries(item).flatMap(([method, operation]) =>
      METHODS.includes(method)
        ? operationFaults(document, `${method} ${path}`, { operation: operation as Json, places })
        : [`${path}: ${method} is no method`]
    ),
  ];
}

function operationFaults(
  document: Json,
  place: string,
  { operation, places }: { operation: Json; places: readonly string[] },
): string[] {
  const parameters = (operation["parameters"] ?? []) as Json[];
  const inPath = parameters.filter((parameter) => parameter["in"] === "path");
  const named = parameters.map((parameter) => `${parameter["in"]} ${parameter["name"]}`);
  const body = operation["requestBody"] as Json | undefined;
  const faults = [
    ...Object.keys(operation)
      .filter((field) => !OPERATION_FIELDS.includes(field) && !field.startsWith("x-"))
      .map((field) => `${field} is no field of an operation`),
    ...(typeof operation["summary"] === "string" && operation["summary"] !== ""
      ? []
      : ["has no summary"]),
    ...places.filter((name) => !inPath.some((parameter) => parameter["name"] === name))
      .map((name) => `{${name}} is not described`),
    ...inPath.filter((parameter) => !places.includes(String(parameter["name"])))
      .map((parameter) => `${parameter["name"]} is not in the path`),
    ...inPath.filter((parameter) => parameter["required"] !== true)
      .map((parameter) => `${parameter["name"]} must be required`),
    ...named.filter((name, index) => named.indexOf(name) !== index)
      .map((name) => `${name} is there twice`),
    ...parameters.filter((parameter) => !parameter["schema"] && !parameter["content"])
      .map((parameter) => `${parameter["name"]} has no schema`),
    ...(body && Object.keys(at(body, "content")).length === 0 ? ["its body has no content"] : []),
    ...responsesFaults(document, at(operation, "responses")),
  ];
  return faults.map((words) => `${place}: ${words}`);
}

function responsesFaults(document: Json, responses: Json): string[] {
  const statuses = Object.keys(responses);
  return [
    ...statuses.filter((status) => !/^([1-5]\d\d|[1-5]XX|default)$/.test(status))
      .map((status) => `${status} is no status`),
    ...(statuses.some((status) => /^[123]/.test(status)) ? [] : ["has no good answer"]),
    ...statuses.filter((status) => typeof at(responses, status)["description"] !== "string")
      .map((status) => `${status} has no description`),
    // 416 is told by its header, for players, not for people.
    ...statuses.filter((status) => /^[45]/.test(status) && status !== "416").filter((status) => {
      const schema = at(responses, status, "content", "application/json", "schema");
      return resolve(document, String(schema["$ref"])) === undefined ||
        !String(schema["$ref"]).endsWith("/Problem");
    }).map((status) => `${status} is no Problem`),
  ];
}

function idFaults(document: Json): string[] {
  const ids = Object.entries(at(document, "paths")).flatMap(([path, item]) =>
    Object.entries(item as Json).map(([method, operation]) => ({
      place: `${method} ${path}`,
      id: (operation as Json)["operationId"],
    }))
  );
  return ids.filter(({ id }, index) =>
    typeof id !== "string" || ids.findIndex((other) => other.id === id) !== index
  ).map(({ place, id }) => `${place}: the operationId ${id} is missing or used twice`);
}

interface Node {
  place: string;
  node: Json;
}

function nodeFaults(document: Json, place: string, node: Json): string[] {
  const { $ref, type, required, properties } = node;
  const types = type === undefined || typeof type === "object" && !Array.isArray(type)
    ? []
    : [type].flat();
  // A property may have any name, also one that means something elsewhere.
  const isSchema = !place.endsWith("/properties");
  return [
    ...(typeof $ref === "string" && resolve(document, $ref) === undefined
      ? [`${place}: ${$ref} leads nowhere`]
      : []),
    ...(isSchema && inSchema(place)
      ? [
        ...types.filter((name) => !TYPES.includes(String(name)))
          .map((name) => `${place}: ${name} is no type`),
        ...GONE.filter((word) => word in node).map((word) => `${place}: ${word} is of another age`),
        ...["exclusiveMinimum", "exclusiveMaximum"].filter((word) =>
          typeof node[word] === "boolean"
        ).map((word) => `${place}: ${word} must be a number`),
        ...(Array.isArray(required) && typeof properties === "object" && properties !== null
          ? required.filter((name) => !Object.hasOwn(properties, String(name)))
            .map((name) => `${place}: ${name} is required and not described`)
          : []),
        ...examplesOf(node).flatMap((example) => exampleFaults(document, place, { node, example })),
      ]
      : []),
    ...("example" in node && typeof node["schema"] === "object" && !inSchema(place)
      ? exampleFaults(document, place, { node: at(node, "schema"), example: node["example"] })
      : []),
  ];
}

function examplesOf({ examples }: Json): unknown[] {
  return Array.isArray(examples) ? examples : [];
}

function exampleFaults(
  document: Json,
  place: string,
  { node, example }: { node: Json; example: unknown },
): string[] {
  const validator = new Validator({ ...node, components: document["components"] }, "2020-12");
  const { valid, errors } = validator.validate(example);
  return valid ? [] : [`${place}: an example does not fit: ${errors.at(-1)?.error}`];
}

function inSchema(place: string): boolean {
  return /\/components\/schemas\/|\/schema(\/|$)/.test(place) && !/\/examples?(\/|$)/.test(place);
}

/** Every object of the document. */
function walk(document: Json): Node[] {
  const found: Node[] = [];
  const waiting: { place: string; value: unknown }[] = [{ place: "", value: document }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { place, value } = next;
    if (typeof value !== "object" || value === null) continue;
    if (!Array.isArray(value)) found.push({ place, node: value as Json });
    for (const [name, inner] of Object.entries(value)) {
      waiting.push({ place: `${place}/${name}`, value: inner });
    }
  }
  return found;
}

function resolve(document: Json, ref: string): unknown {
  if (!ref.startsWith("#/")) return undefined;
  return ref.slice(2).split("/").reduce<unknown>(
    (node, part) => (node as Json | undefined)?.[part.replaceAll("~1", "/").replaceAll("~0", "~")],
    document,
  );
}

function at(node: Json, ...names: string[]): Json {
  return names.reduce<Json>((inner, name) => (inner[name] ?? {}) as Json, node);
}
