// Strict schemas for tools (GENESYS_TOOLS_STRICT_MODE): no property that is not named, none left out. What was
// optional may be null instead, so that the model need not invent it; `withoutNulls` takes those out again. Pure.

type Schema = Readonly<Record<string, unknown>>;

/** The schema with `additionalProperties: false` and every property required, all the way down. */
export function strictSchema(schema: Schema): Record<string, unknown> {
  const strict: Record<string, unknown> = { ...schema };
  for (const name of ["anyOf", "oneOf", "allOf"]) {
    if (Array.isArray(schema[name])) strict[name] = schema[name].map(deeper);
  }
  for (const name of ["definitions", "$defs"]) {
    if (isSchema(schema[name])) strict[name] = mapValues(schema[name], deeper);
  }
  if (schema.items !== undefined) {
    strict.items = Array.isArray(schema.items) ? schema.items.map(deeper) : deeper(schema.items);
  }
  if (!isSchema(schema.properties)) {
    return schema.type === "object" ? { ...strict, ...closed({}) } : strict;
  }
  const required = requiredOf(schema);
  const properties = mapValues(
    schema.properties,
    (property, name) => required.has(name) ? deeper(property) : orNull(deeper(property)),
  );
  return { ...strict, ...closed(properties) };
}

/** Arguments without the nulls that stand for "not given" under the strict schema. */
export function withoutNulls(value: unknown, schema: unknown): unknown {
  if (!isSchema(schema)) return value;
  if (Array.isArray(value)) return value.map((item) => withoutNulls(item, schema.items));
  if (!isSchema(value)) return value;
  const properties = isSchema(schema.properties) ? schema.properties : {};
  const required = requiredOf(schema);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, item]) => item !== null || required.has(name))
      .map(([name, item]) => [name, withoutNulls(item, properties[name])]),
  );
}

function closed(properties: Schema): Record<string, unknown> {
  return { properties, required: Object.keys(properties), additionalProperties: false };
}

function deeper(schema: unknown): unknown {
  return isSchema(schema) ? strictSchema(schema) : schema;
}

function orNull(schema: unknown): unknown {
  if (!isSchema(schema)) return schema;
  if (Array.isArray(schema.enum)) {
    const types = schema.type === undefined ? {} : { type: withNull(schema.type) };
    return { ...schema, ...types, enum: withNull(schema.enum, null) };
  }
  if (schema.type !== undefined) return { ...schema, type: withNull(schema.type) };
  return { anyOf: [schema, { type: "null" }] };
}

function withNull(value: unknown, none: unknown = "null"): unknown[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.includes(none) ? list : [...list, none];
}

function requiredOf(schema: Schema): Set<unknown> {
  return new Set(Array.isArray(schema.required) ? schema.required : []);
}

function mapValues(
  record: Schema,
  change: (value: unknown, name: string) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, change(value, name)]),
  );
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
