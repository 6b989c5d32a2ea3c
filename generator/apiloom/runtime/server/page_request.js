// Requests that a person makes from the page.

/** What the input spells, by style and explode: arrays by commas, objects as JSON. */
function pairsOf({ parameter, schema, input }) {
  const name = text(parameter.name);
  const value = input.value;
  const type = typesOf(schema)[0];
  const multi = [undefined, "multi"].includes(parameter.collectionFormat);
  const explode = parameter.explode ?? ((parameter.style ?? "form") === "form" && multi);
  if (parameter.content || !["array", "object"].includes(type)) return [[name, value]];
  if (type === "array") {
    const parts = value.split(",").map((part) => part.trim());
    const glue = { spaceDelimited: " ", pipeDelimited: "|" }[parameter.style] ?? ",";
    return explode ? parts.map((part) => [name, part]) : [[name, parts.join(glue)]];
  }
  const inner = entries(JSON.parse(value));
  if (parameter.style === "deepObject") {
    return inner.map(([key, item]) => [`${name}[${key}]`, text(item)]);
  }
  return explode ? inner.map(([key, item]) => [key, text(item)])
    : [[name, inner.flat().map(text).join(",")]];
}

function requestOf({ path, method, operation }, fields, body, secrets, server) {
  const url = new URL(server.replace(/\/+$/, "") + "/", document.baseURI);
  const headers = new Headers();
  const query = new URLSearchParams();
  for (const entry of fields) {
    const { parameter, input } = entry;
    if (input.value === "" && !parameter.required) continue;
    if (parameter.in === "path") {
      path = path.replaceAll(`{${parameter.name}}`, encodeURIComponent(input.value));
    } else if (parameter.in === "query") {
      for (const [name, value] of pairsOf(entry)) query.append(name, value);
    } else if (parameter.in === "querystring") {
      for (const [name, value] of new URLSearchParams(input.value)) query.append(name, value);
    } else if (parameter.in === "header") {
      headers.append(text(parameter.name), input.value);
    }
  }
  // Of the alternatives the first for which everything has been given.
  const given = securityOf(operation).find((names) =>
    names.length && names.every((name) => secrets.has(name)));
  for (const name of given ?? []) secrets.get(name)(headers, query);
  url.pathname = url.pathname.replace(/\/$/, "") + path;
  url.search = query.toString();
  if (body?.type) headers.set("Content-Type", body.type);
  return [url, { method: method.toUpperCase(), headers, body: body?.content, credentials: "same-origin" }];
}

/** How a security scheme puts its secret into a request. */
function applying(scheme, value) {
  return (headers, query) => {
    if (scheme.type === "apiKey") {
      if (scheme.in === "header") headers.set(text(scheme.name), value);
      if (scheme.in === "query") query.set(text(scheme.name), value);
    } else if (scheme.type === "basic" || /^basic$/i.test(text(scheme.scheme))) {
      const bytes = new TextEncoder().encode(value);
      headers.set("Authorization", `Basic ${btoa(String.fromCharCode(...bytes))}`);
    } else {
      headers.set("Authorization", `Bearer ${value}`);
    }
  };
}

/** The same request for a shell; what stands in quotes means nothing there. */
function curl(url, { method, headers, body }) {
  const quoted = (value) => `'${value.replaceAll("'", "'\\''")}'`;
  const parts = [`curl -X ${method} ${quoted(String(url))}`];
  for (const [name, value] of headers) {
    const hidden = name === "authorization" ? value.replace(/ .*/, " …") : value;
    parts.push(`-H ${quoted(`${name}: ${hidden}`)}`);
  }
  if (typeof body === "string") parts.push(`--data-raw ${quoted(body)}`);
  return parts.join(" \\\n  ");
}

const MOST_SHOWN = 1_000_000;

/** Read a body bit by bit, so that a stream is seen as it comes. */
async function readInto(response, shown) {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let whole = "";
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    whole += decoder.decode(value, { stream: true });
    if (whole.length > MOST_SHOWN) {
      await reader.cancel();
      whole += "\n… and more";
      break;
    }
    shown.textContent = whole;
  }
  try { whole = JSON.stringify(JSON.parse(whole), null, 2); } catch { /* as it is */ }
  shown.textContent = whole;
}
