"use strict";
// Filters, keys and themes. The page is whole without it.
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const root = document.documentElement;
  const form = document.getElementById("filters");
  const chips = all("#filters .chip");
  const tag = document.getElementById("tag");
  const group = document.getElementById("group");
  const words = document.getElementById("words");
  const count = document.getElementById("count");
  let changes = all(".change");
  const byWeight = changes;
  let here = -1;

  // What is wanted stands behind the # of the URL, so that it can be sent to somebody:
  // #level=breaking,risky&tag=pets&find=name&group=operation
  const wanted = () => new URLSearchParams(location.hash.slice(1));

  const matches = (item, levels, name, find) =>
    (!levels.length || levels.includes(item.dataset.level)) &&
    (!name || item.dataset.tags.split(" ").includes(encodeURIComponent(name))) &&
    (!find || item.textContent.toLowerCase().includes(find));

  // Puts the changes of each list below headings; without a kind, in their first order.
  const arrange = (kind) => {
    for (const heading of all(".group")) heading.remove();
    for (const list of all(".changes")) {
      const items = byWeight.filter((item) => item.parentElement === list);
      const groups = new Map();
      for (const item of items) {
        const name = kind ? item.dataset[kind] : "";
        if (!groups.has(name)) groups.set(name, []);
        groups.get(name).push(item);
      }
      for (const [name, members] of groups) {
        if (kind) {
          const heading = document.createElement("li");
          heading.className = "group";
          heading.textContent = name || "no operation";
          list.append(heading);
        }
        list.append(...members);
      }
    }
    changes = all(".change");
  };

  // A heading is there while one of its changes is.
  const tidy = (list) => {
    let heading = null;
    for (const item of list.children) {
      if (item.className === "group") {
        heading = item;
        heading.hidden = true;
      } else if (heading && !item.hidden) heading.hidden = false;
    }
  };

  let arranged = "";
  const apply = () => {
    const parts = wanted();
    const kind = ["operation", "cause"].find((name) => name === parts.get("group")) || "";
    if (kind !== arranged) arrange(kind);
    arranged = kind;
    group.value = kind;
    const levels = (parts.get("level") || "").split(",").filter(Boolean);
    const name = parts.get("tag") || "";
    const find = (parts.get("find") || "").toLowerCase();
    let shown = 0;
    for (const item of changes) {
      item.hidden = !matches(item, levels, name, find);
      shown += item.hidden ? 0 : 1;
    }
    for (const list of all(".changes")) {
      const left = [...list.children].some((item) => item.className !== "group" && !item.hidden);
      tidy(list);
      list.nextElementSibling.hidden = left;
    }
    for (const chip of chips) {
      chip.setAttribute("aria-pressed", String(levels.includes(chip.dataset.level)));
    }
    tag.value = encodeURIComponent(name);
    if (document.activeElement !== words) words.value = parts.get("find") || "";
    count.value = `${shown} of ${changes.length} changes`;
    go(-1);
  };

  const want = (key, value) => {
    const parts = wanted();
    if (value) parts.set(key, value);
    else parts.delete(key);
    const text = parts.toString();
    history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
    apply();
  };

  const toggle = (level) => {
    const levels = new Set((wanted().get("level") || "").split(",").filter(Boolean));
    if (!levels.delete(level)) levels.add(level);
    want("level", [...levels].join(","));
  };

  const visible = () => changes.filter((item) => !item.hidden);

  const go = (index) => {
    const items = visible();
    for (const item of changes) item.classList.remove("here");
    here = Math.max(-1, Math.min(index, items.length - 1));
    if (here < 0) return;
    items[here].classList.add("here");
    items[here].querySelector("summary").focus({ preventScroll: true });
    items[here].scrollIntoView({ block: "nearest" });
  };

  const theme = () => {
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const now = root.dataset.theme || (dark ? "dark" : "light");
    root.dataset.theme = now === "dark" ? "light" : "dark";
  };

  const openAll = () => {
    const folded = visible().map((item) => item.querySelector("details"));
    const open = folded.some((item) => !item.open);
    for (const item of folded) item.open = open;
  };

  const keys = {
    j: () => go(here + 1),
    k: () => go(here - 1),
    e: openAll,
    t: theme,
    g: () => {
      const kinds = ["", "operation", "cause"];
      want("group", kinds[(kinds.indexOf(arranged) + 1) % kinds.length]);
    },
    "/": () => words.focus(),
    0: () => { history.replaceState(null, "", location.pathname + location.search); apply(); },
    1: () => toggle("breaking"),
    2: () => toggle("risky"),
    3: () => toggle("compatible"),
    4: () => toggle("documentation"),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target === words) {
      if (event.key === "Escape") words.blur();
      return;
    }
    if (event.target === tag || event.target === group) return;
    const act = Object.hasOwn(keys, event.key) ? keys[event.key] : null;
    if (!act) return;
    event.preventDefault();
    act();
  });

  for (const chip of chips) chip.addEventListener("click", () => toggle(chip.dataset.level));
  tag.addEventListener("change", () => want("tag", decodeURIComponent(tag.value)));
  group.addEventListener("change", () => want("group", group.value));
  words.addEventListener("input", () => want("find", words.value));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("theme").addEventListener("click", theme);
  document.getElementById("open").addEventListener("click", openAll);
  addEventListener("hashchange", apply);

  root.classList.add("scripted");
  for (const item of all(".with-script")) item.hidden = false;
  apply();
})();
