// The document is not trusted: its text reaches the page as text alone (textContent,
// value), never as markup, and no link is made from it.
const meta = (name) => document.querySelector(`meta[name=${name}]`).content;
const secrets = new Map();
let server = null;

function element(name, properties, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children.filter((child) => child !== null));
  return node;
}
const span = (className, content) => element("span", { className, textContent: content });
const paragraph = (content, className = "") => (content === ""
  ? null : element("p", { className, textContent: content }));

/** What folds away, made when it is first opened: a document can have a lot of it. */
function folded(className, summary, fill, tag = "div") {
  const node = element("details", { className }, element("summary", {}, ...summary));
  node.addEventListener("toggle", () => {
    if (node.open && node.childElementCount === 1) node.append(element(tag, {}, ...fill()));
  });
  return node;
}

/** One value: its name, type, limits and description, and what is inside it. */
function valueNode(name, schema, required) {
  const end = resolve(schema) ?? {};
  const words = [required ? "required" : "", ...limitsOf(end)].filter(Boolean).join(" · ");
  const node = element("li", {},
    name === "" ? "" : element("code", { textContent: name, className: end.deprecated === true ? "gone" : "" }),
    " ", span("type", typeText(schema)), " ", span("soft", words),
    paragraph(text(own(end, "description") ?? own(end, "title"))));
  if (hasInside(end)) {
    node.append(folded("", [`inside ${typeText(schema)}`], () => [insideNode(end)]));
  }
  return node;
}

const INSIDE = ["properties", "items", "allOf", "oneOf", "anyOf", "additionalProperties",
  "patternProperties", "prefixItems", "not"];

function hasInside(schema) {
  if (schema === null || typeof schema !== "object") return false;
  return INSIDE.some((key) => {
    const value = own(schema, key);
    const inner = key === "items" ? resolve(value) : value;
    if (inner === null || typeof inner !== "object") return false;
    return key !== "items" || hasInside(inner) || limitsOf(inner).length > 0;
  });
}

/** What a schema has inside, each part by its name. */
function insideNode(schema) {
  const { properties, required } = propertiesOf({ ...schema, allOf: [] });
  const rows = entries(properties).map(([name, inner]) =>
    valueNode(name, inner, required.has(name)));
  for (const [key, lead] of [["allOf", "all of"], ["oneOf", "one of"], ["anyOf", "any of"]]) {
    for (const inner of list(own(schema, key))) rows.push(valueNode(lead, inner, false));
  }
  list(own(schema, "prefixItems")).forEach((inner, index) =>
    rows.push(valueNode(String(index), inner, false)));
  for (const [pattern, inner] of entries(own(schema, "patternProperties"))) {
    rows.push(valueNode(`/${pattern}/`, inner, false));
  }
  for (const [key, lead] of [["items", "each item"], ["additionalProperties", "any other"], ["not", "not"]]) {
    const inner = own(schema, key);
    if (inner !== undefined && inner !== true && inner !== false) rows.push(valueNode(lead, inner, false));
  }
  if (own(schema, "additionalProperties") === false) {
    rows.push(element("li", {}, span("soft", "no other properties")));
  }
  return element("ul", { className: "schema" }, ...rows);
}

/** A schema as it stands in a body: its properties at once, what is deeper by and by. */
function schemaNode(schema) {
  const end = resolve(schema) ?? {};
  const words = limitsOf(end).join(" · ");
  return element("div", {}, span("type", typeText(schema)), " ", span("soft", words),
    paragraph(text(own(end, "description"))), hasInside(end) ? insideNode(end) : null);
}

function contentNodes(content) {
  return entries(content).flatMap(([name, media]) => {
    const schema = own(media, "schema") ?? own(media, "itemSchema");
    const lead = own(media, "itemSchema") === undefined ? "" : " a stream, each item: ";
    return [element("p", {}, element("code", { textContent: name }), lead),
      schema === undefined ? null : schemaNode(schema)];
  });
}

function responseNode(status, raw) {
  const response = resolve(raw) ?? {};
  const content = own(response, "content")
    ?? (own(response, "schema") === undefined ? {} : { "": { schema: response.schema } });
  const kind = /^[23]/.test(status) ? "good" : "bad";
  const headers = entries(own(response, "headers")).map(([name, header]) => {
    const inner = resolve(header) ?? {};
    return valueNode(name, own(inner, "schema") ?? inner, inner.required === true);
  });
  return folded("box", [element("code", { className: kind, textContent: status }), " ",
    text(own(response, "description"))], () => [
    ...contentNodes(content),
    headers.length ? element("h3", { textContent: "Header fields" }) : null,
    headers.length ? element("ul", { className: "schema" }, ...headers) : null,
    entries(content).length || headers.length ? null : paragraph("Without a body.", "soft")]);
}

let lists = 0;

/** An input for a value; what the schema lists is offered. */
function inputFor(schema, properties) {
  const end = resolve(schema) ?? {};
  const input = element("input", { spellcheck: false, autocomplete: "off", ...properties });
  const offered = typesOf(end).includes("boolean") ? ["true", "false"] : list(own(end, "enum")).map(text);
  if (!offered.length) return [input];
  const known = element("datalist", { id: `list-${lists += 1}` },
    ...offered.map((value) => element("option", { value })));
  input.setAttribute("list", known.id);
  return [input, known];
}

function labelled(title, notes, ...controls) {
  const label = element("label", {}, element("code", { textContent: title }),
    " ", span("soft", notes.filter(Boolean).join(" · ")));
  label.append(...controls);
  return label;
}

function parameterField(parameter) {
  const [, media] = entries(own(parameter, "content"))[0] ?? [];
  const written = own(parameter, "schema") ?? own(media, "schema") ?? parameter;
  const schema = resolve(written) ?? {};
  const [, given] = examplesOf(parameter)[0] ?? examplesOf(media)[0] ?? [];
  const value = text(given ?? own(schema, "example") ?? list(own(schema, "examples"))[0] ?? "");
  // What need not be sent is not sent for having an example.
  const required = Boolean(parameter.required);
  const [input, ...known] = inputFor(schema, {
    required, value: required ? value : "", placeholder: required ? "" : value });
  return { parameter, schema, input, label: labelled(text(parameter.name),
    [text(parameter.in), typeText(written), required ? "required" : "",
      ...limitsOf({ ...schema, deprecated: parameter.deprecated }), text(parameter.description)],
    input, ...known) };
}

/** The editor of one media type: `read()` gives what is sent. */
function editorFor(name, media) {
  const schema = own(media, "schema") ?? own(media, "itemSchema");
  if (/^(multipart\/|application\/x-www-form-urlencoded)/i.test(name)) return formEditor(name, schema);
  if (isFile(schema) || !/json|text|xml|yaml|javascript|graphql/i.test(name)) {
    const file = element("input", { type: "file" });
    return { nodes: [file], read: () => file.files[0] && { type: name, content: file.files[0] } };
  }
  const examples = examplesOf(media);
  const area = element("textarea", { spellcheck: false, ariaLabel: "body" });
  const isJson = /json/i.test(name);
  const fill = (value) => {
    area.value = isJson ? JSON.stringify(value, null, 2) : text(value);
    area.rows = Math.min(Math.max(area.value.split("\n").length + 1, 4), 24);
  };
  fill(examples.length ? examples[0][1] : isJson || typeof example(schema) === "string" ? example(schema) : "");
  const nodes = [area];
  if (examples.length > 1) {
    const choice = element("select", { ariaLabel: "example" },
      ...examples.map(([title]) => element("option", { textContent: title })));
    choice.addEventListener("change", () => fill(examples[choice.selectedIndex][1]));
    nodes.unshift(choice);
  }
  return { nodes, read: () => (area.value === "" ? undefined : { type: name, content: area.value }) };
}

function formEditor(name, schema) {
  const { properties, required } = propertiesOf(schema);
  const fields = entries(properties).filter(([, inner]) => !own(resolve(inner), "readOnly")).map(([title, inner]) => {
    const end = resolve(inner) ?? {};
    const several = typesOf(end).includes("array") && isFile(end.items);
    const value = own(end, "example") ?? list(own(end, "examples"))[0] ?? own(end, "default");
    const [input, ...known] = isFile(inner) || several
      ? [element("input", { type: "file", multiple: several })]
      : inputFor(inner, { value: required.has(title) ? text(value ?? example(inner)) : "" });
    return { title, input, label: labelled(title, [typeText(inner), required.has(title) ? "required" : "",
      text(own(end, "description"))], input, ...known) };
  });
  const isForm = /urlencoded/i.test(name);
  const read = () => {
    const data = isForm ? new URLSearchParams() : new FormData();
    for (const { title, input } of fields) {
      if (input.type === "file") [...input.files].forEach((file) => data.append(title, file));
      else if (input.value !== "") data.append(title, input.value);
    }
    // The browser writes the boundary of what is multipart.
    return { type: isForm ? "application/x-www-form-urlencoded" : "", content: isForm ? data.toString() : data };
  };
  return { nodes: fields.map((entry) => entry.label), read };
}

function bodyNodes(contents) {
  const editors = contents.map(([name, media]) => editorFor(name, media));
  const place = element("div", {});
  const media = element("select", {}, ...contents.map(([name]) =>
    element("option", { textContent: name, value: name })));
  const show = () => place.replaceChildren(...editors[Math.max(media.selectedIndex, 0)].nodes);
  media.addEventListener("change", show);
  show();
  const [, first] = contents[0];
  return { nodes: [element("h3", { textContent: "Body" }), labelled("Content-Type", [], media), place,
    folded("", ["Schema of the body"], () => [schemaNode(own(first, "schema") ?? own(first, "itemSchema"))])],
  read: () => editors[Math.max(media.selectedIndex, 0)].read() };
}

async function send(output, stop, url, options) {
  output.replaceChildren(element("p", { textContent: "Waiting…" }));
  const controller = new AbortController();
  stop.hidden = false;
  stop.onclick = () => controller.abort();
  const begun = performance.now();
  try {
    const response = await fetch(url, { ...options, signal: controller.signal });
    const shown = element("pre", { tabIndex: 0 });
    output.replaceChildren(
      element("h3", { textContent: "Response" }),
      element("p", { className: response.ok ? "good" : "bad",
        textContent: `${response.status} ${response.statusText} · ${Math.round(performance.now() - begun)} ms` }),
      element("pre", { tabIndex: 0, textContent:
        [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n") }), shown,
      folded("", ["As a command"], () => [element("pre", { tabIndex: 0, textContent: curl(url, options) })]));
    await readInto(response, shown);
  } catch (error) {
    output.append(element("p", { className: "bad", textContent: text(error?.message ?? error) }));
  } finally {
    stop.hidden = true;
  }
}

function form(entry) {
  const { item, operation } = entry;
  const parameters = parametersOf(item, operation);
  const fields = parameters.filter((p) => !["body", "formData"].includes(p.in)).map(parameterField);
  const contents = bodyOf(parameters, operation);
  const body = contents.length ? bodyNodes(contents) : null;
  const output = element("div", { ariaLive: "polite" });
  const stop = element("button", { type: "button", className: "quiet", textContent: "Stop", hidden: true });
  const needed = securityOf(operation).map((names) => names.join(" + ") || "nothing").join(", or ");
  const node = element("form", {},
    paragraph(text(operation.description)),
    needed === "" ? null : paragraph(`Needs credentials: ${needed}`, "soft"),
    fields.length ? element("h3", { textContent: "Parameters" }) : null,
    ...fields.map((each) => each.label), ...(body?.nodes ?? []),
    element("button", { textContent: "Send" }), stop, output,
    element("h3", { textContent: "Declared responses" }),
    ...entries(operation.responses).map(([status, response]) => responseNode(status, response)));
  node.addEventListener("submit", (event) => {
    event.preventDefault();
    try {
      send(output, stop, ...requestOf(entry, fields, body?.read(), secrets, server.value));
    } catch (error) {
      output.replaceChildren(element("p", { className: "bad", textContent: text(error?.message ?? error) }));
    }
  });
  return [node];
}

const methodNode = (method) =>
  span(`method ${METHODS.includes(method) ? method : ""}`, method.toUpperCase());
