// What the document says, as far as the page needs it. Nothing here touches the page.
const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace",
  "query"];
const own = (object, key) =>
  object !== null && typeof object === "object" && Object.hasOwn(object, key)
    ? object[key] : undefined;
const list = (value) => (Array.isArray(value) ? value : []);
const entries = (value) =>
  Object.entries(value !== null && typeof value === "object" ? value : {});
const text = (value) => (value === undefined || value === null ? ""
  : typeof value === "object" ? JSON.stringify(value) : String(value));

let api = {};

/** Follow a local reference (RFC 6901); circles end after a while. */
function resolve(value) {
  for (let turns = 0; turns < 50; turns += 1) {
    const reference = own(value, "$ref");
    if (typeof reference !== "string") return value;
    if (!reference.startsWith("#/")) return {};
    value = reference.slice(2).split("/").reduce((at, step) => {
      const key = decoded(step).replaceAll("~1", "/").replaceAll("~0", "~");
      return own(at, key);
    }, api);
  }
  return {};
}

function decoded(step) {
  try { return decodeURIComponent(step); } catch { return step; }
}

/** The last step of a reference: what people call a schema. */
function nameOf(schema) {
  const reference = own(schema, "$ref");
  if (typeof reference !== "string") return "";
  return decoded(reference.split("/").pop()).replaceAll("~1", "/").replaceAll("~0", "~");
}

const typesOf = (schema) => [own(schema, "type")].flat().filter(Boolean).map(text);

/** The type in a few words: `array of Pet`, `string (date)`, `Cat | Dog`. */
function typeText(schema, depth = 0) {
  if (schema === true || schema === undefined) return "anything";
  if (schema === false) return "nothing";
  const name = nameOf(schema);
  if (name) return name;
  if (depth > 3) return "…";
  const choices = [...list(own(schema, "oneOf")), ...list(own(schema, "anyOf"))];
  const types = typesOf(schema);
  const nullable = own(schema, "nullable") === true ? " | null" : "";
  if (choices.length) return choices.map((each) => typeText(each, depth + 1)).join(" | ") + nullable;
  const parts = list(own(schema, "allOf"));
  if (parts.length && !types.length) {
    return parts.map((each) => typeText(each, depth + 1)).join(" & ") + nullable;
  }
  const spelt = types.map((type) =>
    type === "array" ? `array of ${typeText(own(schema, "items"), depth + 1)}` : type);
  const format = own(schema, "format") ? ` (${text(schema.format)})` : "";
  const plain = spelt.join(" | ") || (own(schema, "properties") ? "object" : "anything");
  return plain + format + nullable;
}

const LIMITS = [["minimum", "≥"], ["exclusiveMinimum", ">"], ["maximum", "≤"],
  ["exclusiveMaximum", "<"], ["multipleOf", "multiple of"], ["minLength", "length ≥"],
  ["maxLength", "length ≤"], ["pattern", "matches"], ["minItems", "items ≥"],
  ["maxItems", "items ≤"], ["uniqueItems", "unique"], ["minProperties", "properties ≥"],
  ["maxProperties", "properties ≤"], ["const", "is"], ["default", "default"],
  ["contentMediaType", "content"]];

/** What limits a value, each in a few words. */
function limitsOf(schema) {
  const limits = LIMITS.filter(([key]) => ![undefined, false].includes(own(schema, key)))
    .map(([key, sign]) => (schema[key] === true ? sign
      : `${sign} ${key === "const" || key === "default" ? JSON.stringify(schema[key]) : text(schema[key])}`));
  const values = list(own(schema, "enum"));
  if (values.length) limits.push(`one of ${values.map((each) => JSON.stringify(each)).join(", ")}`);
  for (const key of ["readOnly", "writeOnly", "deprecated"]) {
    if (own(schema, key) === true) limits.push({ readOnly: "read only", writeOnly: "write only" }[key] ?? key);
  }
  return limits;
}

/** A value that a schema could mean; of objects what has to be sent, and has examples. */
function example(schema, depth = 0) {
  schema = resolve(schema) ?? {};
  for (const key of ["example", "default", "const"]) {
    if (own(schema, key) !== undefined) return schema[key];
  }
  const first = list(schema.examples)[0] ?? list(schema.enum)[0];
  if (first !== undefined) return first;
  const parts = list(schema.allOf);
  if (parts.length && depth < 5) {
    const inner = parts.map((part) => example(part, depth + 1));
    const more = own(schema, "properties") ? example({ properties: schema.properties }, depth + 1) : {};
    return Object.assign({}, ...inner, more);
  }
  const choice = list(schema.oneOf)[0] ?? list(schema.anyOf)[0];
  if (choice !== undefined) return depth < 5 ? example(choice, depth + 1) : null;
  const type = typesOf(schema).find((name) => name !== "null");
  if (type === "array") return depth < 4 ? [example(schema.items, depth + 1)] : [];
  if (type === "object" || schema.properties) {
    if (depth >= 4) return {};
    return Object.fromEntries(entries(schema.properties)
      .filter(([, inner]) => !own(resolve(inner), "readOnly"))
      .map(([name, inner]) => [name, example(inner, depth + 1)]));
  }
  return { integer: 0, number: 0, boolean: false, string: formatted(schema.format) }[type] ?? null;
}

/** A text of a format, so that a first try is not refused for it. */
function formatted(format) {
  return { date: "2024-01-31", "date-time": "2024-01-31T12:00:00Z", email: "ann@example.com",
    uuid: "123e4567-e89b-12d3-a456-426614174000" }[format] ?? "";
}

/** The examples of a parameter or a media type by name, the unnamed one first. */
function examplesOf(owner) {
  const named = entries(own(owner, "examples")).map(([name, each]) => {
    const value = resolve(each);
    return [name, own(value, "dataValue") ?? own(value, "value") ?? own(value, "serializedValue")];
  });
  const plain = own(owner, "example");
  return (plain === undefined ? named : [["example", plain], ...named])
    .filter(([, value]) => value !== undefined);
}

function parametersOf(item, operation) {
  const found = new Map();
  for (const raw of [...list(own(item, "parameters")), ...list(operation.parameters)]) {
    const parameter = resolve(raw) ?? {};
    found.set(`${parameter.in} ${parameter.name}`, parameter);
  }
  return [...found.values()];
}

/** Media types of a request body; in Swagger 2.0 it is a parameter, or several. */
function bodyOf(parameters, operation) {
  const swagger = parameters.find((parameter) => parameter.in === "body");
  const consumed = list(operation.consumes ?? api.consumes);
  if (swagger) return (consumed.length ? consumed : ["application/json"]).map((name) => [text(name), swagger]);
  const fields = parameters.filter((parameter) => parameter.in === "formData");
  if (fields.length) {
    const properties = Object.fromEntries(fields.map((each) => [text(each.name),
      each.type === "file" ? { ...each, type: "string", format: "binary" } : each]));
    const name = fields.some((each) => each.type === "file") ? "multipart/form-data"
      : text(consumed[0] ?? "application/x-www-form-urlencoded");
    return [[name, { schema: { type: "object", properties,
      required: fields.filter((each) => each.required).map((each) => text(each.name)) } }]];
  }
  return entries(own(resolve(operation.requestBody), "content"));
}

/** Properties of an object, those of `allOf` too, and which of them are required. */
function propertiesOf(schema, depth = 0) {
  schema = resolve(schema) ?? {};
  const all = { properties: {}, required: new Set(list(own(schema, "required")).map(text)) };
  if (depth < 8) {
    for (const part of list(own(schema, "allOf"))) {
      const inner = propertiesOf(part, depth + 1);
      Object.assign(all.properties, inner.properties);
      inner.required.forEach((name) => all.required.add(name));
    }
  }
  Object.assign(all.properties, own(schema, "properties"));
  return all;
}

const isFile = (schema) => {
  const inner = resolve(schema) ?? {};
  return inner.format === "binary" || inner.format === "file"
    || (own(inner, "contentMediaType") !== undefined && own(inner, "contentEncoding") === undefined);
};

/** The schemes of one operation: alternatives, each with all that is needed together. */
function securityOf(operation) {
  const needed = own(operation, "security") ?? own(api, "security");
  return list(needed).map((each) => Object.keys(each ?? {}));
}

const schemes = () =>
  entries(own(own(api, "components"), "securitySchemes") ?? own(api, "securityDefinitions"));

/** Every operation by its tag, in the order of the document's tags. */
function operationsByTag() {
  const tags = new Map(list(api.tags).map((tag) => [text(own(tag, "name")), []]));
  for (const [path, raw] of entries(api.paths)) {
    const item = resolve(raw) ?? {};
    const others = entries(own(item, "additionalOperations"));
    const usual = METHODS.map((method) => [method, own(item, method)]);
    for (const [method, operation] of [...usual, ...others]) {
      if (operation === null || typeof operation !== "object") continue;
      const tag = text(list(operation.tags)[0]) || "Operations";
      if (!tags.has(tag)) tags.set(tag, []);
      tags.get(tag).push({ path, method, item, operation });
    }
  }
  return tags;
}
