// Search, links to single options, keys and theme. Without this file the page is still whole: a list that opens and closes.

const byId = (id) => document.getElementById(id);
const [query, count, results, browse, modules] = ["query", "count", "results", "browse", "modules"].map(byId);

const options = Array.from(document.querySelectorAll(".option"), (element) => ({
  element,
  home: element.parentElement,
  module: element.closest("#browse > section").id,
  name: element.id.toLowerCase(),
  last: element.querySelector(".last").textContent.toLowerCase(),
  text: element.textContent.toLowerCase(),
}));
const homes = Map.groupBy(options, ({ home }) => home);

/** How well an option answers one word: 0 is not at all. */
function score({ name, last, text }, word) {
  if (last === word || name === word) return 8;
  if (last.startsWith(word)) return 5;
  if (last.includes(word)) return 4;
  if (name.includes(word)) return 3;
  return text.includes(word) ? 1 : 0;
}

/** Every word must be found; the best answers first, and else in the order of the page. */
function search(words) {
  return options
    .filter(({ module }) => chosenModule() === "" || module === chosenModule())
    .map((option) => ({ option, scores: words.map((word) => score(option, word)) }))
    .filter(({ scores }) => scores.every((one) => one > 0))
    .map(({ option, scores }) => ({ option, total: scores.reduce((sum, one) => sum + one, 0) }))
    .sort((a, b) => b.total - a.total)
    .map(({ option }) => option.element);
}

const chosenModule = () => modules.querySelector(":checked").value;

function show() {
  const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
  const isSearch = words.length > 0;
  results.hidden = !isSearch;
  browse.hidden = isSearch;
  if (isSearch) {
    const found = search(words);
    results.replaceChildren(...found);
    results.hidden = found.length === 0;
    count.textContent =
      found.length === 0
        ? "No option has all of these words."
        : `${found.length} of ${options.length} options`;
    highlight(found.slice(0, 100), words);
    scrollTo(0, 0);
  } else {
    for (const [home, inside] of homes) home.replaceChildren(...inside.map(({ element }) => element));
    for (const section of browse.children) section.hidden = !["", section.id].includes(chosenModule());
    count.textContent = "";
    highlight([], []);
  }
}

/** Marks the words in names and summaries, where the browser can do so without changing the page. */
function highlight(elements, words) {
  if (!CSS.highlights) return;
  const nodes = elements.flatMap((element) => textsIn(element.querySelector("summary")));
  CSS.highlights.set("match", new Highlight(...nodes.flatMap((node) => rangesOf(node, words))));
}

function textsIn(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

function rangesOf(node, words) {
  const text = node.data.toLowerCase();
  const found = words.map((word) => ({ start: text.indexOf(word), length: word.length }));
  return found
    .filter(({ start }) => start >= 0)
    .map(({ start, length }) => {
      const [startContainer, endContainer] = [node, node];
      return new StaticRange({ startContainer, startOffset: start, endContainer, endOffset: start + length });
    });
}

/** Shows what the address names: an option, a section, or a search (`#q=words`). */
function follow() {
  const target = decodeURIComponent(location.hash.slice(1));
  if (target.startsWith("q=")) {
    query.value = target.slice(2);
    show();
    return;
  }
  const element = byId(target);
  if (element === null && !options.some((option) => option.element.id === target)) return;
  if (!results.contains(element)) leaveSearch();
  const found = byId(target);
  if (found.matches(".option")) found.open = true;
  found.scrollIntoView();
  found.querySelector(":scope > summary")?.focus({ preventScroll: true });
}

function leaveSearch() {
  query.value = "";
  modules.querySelector("[value='']").checked = true;
  show();
}

const setHash = (hash) => history.replaceState(null, "", `#${hash}`);

query.addEventListener("input", () => {
  show();
  setHash(query.value === "" ? "" : `q=${encodeURIComponent(query.value)}`);
});
modules.addEventListener("change", show);
byId("search").addEventListener("submit", (event) => {
  event.preventDefault();
  results.querySelector("summary")?.focus();
});
addEventListener("hashchange", follow);

// The address is always that of the option opened last, ready to be copied.
for (const { element } of options) {
  element.querySelector("summary").addEventListener("click", () => {
    if (!element.open) setHash(encodeURIComponent(element.id));
  });
}

addEventListener("keydown", (event) => {
  if (event.key === "/" && event.target !== query && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    query.select();
    query.focus();
  } else if (event.key === "Escape" && query.value !== "") {
    leaveSearch();
    setHash("");
    query.focus();
  } else if (event.key === "ArrowDown" || event.key === "ArrowUp") step(event);
});

/** From option to option, and between the first one and the search field. */
function step(event) {
  const here = event.target;
  if (here !== query && !here.matches(".option > summary")) return;
  const shown = [...document.querySelectorAll(".option > summary")].filter((summary) =>
    summary.checkVisibility(),
  );
  const next = shown.indexOf(here) + (event.key === "ArrowDown" ? 1 : -1);
  if (here === query && event.key === "ArrowUp") return;
  event.preventDefault();
  (shown[next] ?? (next < 0 ? query : here)).focus();
}

const theme = byId("theme");
const root = document.documentElement;
const isDark = () =>
  (root.style.colorScheme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) ===
  "dark";
const tellTheme = () => theme.setAttribute("aria-pressed", String(isDark()));
theme.addEventListener("click", () => {
  root.style.colorScheme = isDark() ? "light" : "dark";
  try {
    localStorage.setItem("theme", root.style.colorScheme);
  } catch {}
  tellTheme();
});

// The section being read is the current one in the contents.
const links = new Map(
  Array.from(document.querySelectorAll(".contents a"), (link) => [
    decodeURIComponent(link.hash.slice(1)),
    link,
  ]),
);
const reading = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries)
      links.get(target.id)?.toggleAttribute("aria-current", isIntersecting);
  },
  { rootMargin: "-20% 0px -75% 0px" },
);
for (const section of document.querySelectorAll("#browse section section")) reading.observe(section);

for (const id of ["search", "theme", "modules", "hint"]) byId(id).hidden = false;
if (matchMedia("(width < 56rem)").matches) byId("contents").open = false;
tellTheme();
follow();
