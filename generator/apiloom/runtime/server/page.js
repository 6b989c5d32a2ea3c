function operationNode(entry) {
  const { path, method, operation } = entry;
  const gone = operation.deprecated === true ? "gone" : "";
  const node = folded("operation", [methodNode(method), element("code", { textContent: path, className: gone }),
    " ", span("soft", text(operation.summary))], () => form(entry));
  entry.node = node;
  entry.key = text(operation.operationId) || `${method} ${path}`;
  entry.words = `${path} ${method} ${entry.key} ${text(operation.summary)}`.toLowerCase();
  node.addEventListener("toggle", () => {
    if (node.open) history.replaceState(null, "", `#${encodeURIComponent(entry.key)}`);
  });
  return node;
}

function open(entry) {
  entry.node.open = true;
  entry.node.scrollIntoView();
  entry.node.querySelector("summary").focus();
}

function securityNode() {
  const found = schemes();
  if (!found.length) return null;
  const fields = found.map(([name, raw]) => {
    const scheme = resolve(raw) ?? {};
    const basic = scheme.type === "basic" || /^basic$/i.test(text(scheme.scheme));
    const where = scheme.in ? `${text(scheme.name)} in ${text(scheme.in)}` : text(scheme.scheme);
    const input = element("input", { type: "password", autocomplete: "off" });
    input.addEventListener("input", () => {
      if (input.value === "") secrets.delete(name);
      else secrets.set(name, applying(scheme, input.value));
    });
    return labelled(name, [basic ? "user:password" : text(scheme.type), where, text(scheme.description)], input);
  });
  return element("details", { className: "box" }, element("summary", { textContent: "Credentials" }),
    // A form, so that the browser knows what the fields are; there is nowhere to send it.
    element("form", { onsubmit: (event) => event.preventDefault() },
      paragraph("They stay in this page, and go to the server above alone.", "soft"), ...fields));
}

function serverNode() {
  const known = element("datalist", { id: "servers" }, ...list(api.servers).map((entry) =>
    element("option", { value: text(own(entry, "url")) })));
  server = element("input", { value: location.origin + meta("base") });
  server.setAttribute("list", "servers");
  return labelled("server", ["requests go here"], server, known);
}

/** Shows the operations that have all the words, in the page and in the list. */
function filterNode(operations, headings) {
  const title = "Find an operation";
  const input = element("input", { type: "search", placeholder: `${title}   /`, ariaLabel: title });
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const entry of operations) {
      const hidden = !words.every((word) => entry.words.includes(word));
      entry.node.hidden = hidden;
      entry.listed.hidden = hidden;
    }
    for (const [nodes, entries] of headings) {
      const none = entries.every((entry) => entry.node.hidden);
      nodes.forEach((node) => { if (node) node.hidden = none; });
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) {
      event.preventDefault();
      input.focus();
    }
  });
  return input;
}

function itemNode(entry) {
  const { method, path, operation } = entry;
  const gone = operation.deprecated === true ? "gone" : "";
  const button = element("button", { type: "button" }, methodNode(method),
    span(gone, text(operation.summary) || path));
  button.addEventListener("click", () => open(entry));
  entry.listed = element("li", {}, button);
  return entry.listed;
}

function webhookNodes() {
  return entries(api.webhooks).flatMap(([name, raw]) => METHODS.flatMap((method) => {
    const operation = own(resolve(raw), method);
    if (operation === null || typeof operation !== "object") return [];
    return [folded("operation", [methodNode(method), element("code", { textContent: name }), " ",
      span("soft", text(operation.summary))], () => [paragraph(text(operation.description)),
      ...contentNodes(own(resolve(operation.requestBody), "content")),
      ...entries(operation.responses).map(([status, response]) => responseNode(status, response))])];
  }));
}

function render() {
  const info = own(api, "info") ?? {};
  document.title = text(info.title) || "API";
  const main = document.getElementById("main");
  const described = new Map(list(api.tags).map((tag) => [text(own(tag, "name")), text(own(tag, "description"))]));
  const operations = [];
  const headings = [];
  const parts = [];
  const menu = [];
  for (const [tag, entriesOfTag] of operationsByTag()) {
    if (!entriesOfTag.length) continue;
    const nodes = [element("h2", { textContent: tag }), paragraph(described.get(tag) ?? "", "soft")];
    const title = element("h2", { textContent: tag });
    headings.push([[...nodes, title], entriesOfTag]);
    operations.push(...entriesOfTag);
    parts.push(...nodes, ...entriesOfTag.map(operationNode));
    menu.push(title, element("ul", {}, ...entriesOfTag.map(itemNode)));
  }
  const events = webhookNodes();
  if (events.length) parts.push(element("h2", { textContent: "Webhooks" }), ...events);
  main.replaceChildren(
    element("h1", {}, `${text(info.title)} `, span("", text(info.version))),
    ...[paragraph(text(info.description)), serverNode(), securityNode(), ...parts].filter(Boolean));
  document.getElementById("nav").replaceChildren(filterNode(operations, headings), ...menu);
  main.ariaBusy = "false";
  const wanted = decoded(location.hash.slice(1));
  const entry = operations.find((each) => each.key === wanted);
  if (wanted && entry) open(entry);
}

fetch(meta("document"))
  .then((response) => response.json())
  .then((loaded) => { api = loaded ?? {}; render(); })
  .catch((error) => {
    document.getElementById("main").replaceChildren(
      element("p", { className: "bad", textContent: text(error) }));
  });
