/**
 * The elements that a locator's steps lead to, in the order in which they are
 * drawn. It runs in the page, so that it uses nothing from around it. Like
 * Playwright's, it looks into shadow trees, and takes as named by a role only what
 * can be seen. A step is one of
 *
 *   { css }            a selector of compounds, with " " and ">" between them
 *   { role, name }     name: a part of the accessible name, or a pattern
 *   { text }           the smallest elements with that text
 *   { hasText }        of what was found, those with that text
 *   { visible }        of what was found, those that can be seen
 *   { nth }            of what was found, one
 */
export function find(steps) {
  const roles = {
    button: "button",
    dialog: "dialog[open]",
    heading: "h1, h2, h3, h4",
    region: "section[aria-label], section[aria-labelledby]",
    slider: "input[type=range]",
    switch: "input[role=switch]",
  };
  const parentOf = (e) => e.parentElement ?? e.getRootNode().host;
  const inside = (root) => [
    ...(root.shadowRoot ? inside(root.shadowRoot) : []),
    ...[...root.children].flatMap((child) => [child, ...inside(child)]),
  ];
  const textOf = (e) => [...(e.shadowRoot?.childNodes ?? []), ...e.childNodes].map((node) => textOfNode(node)).join("");
  const textOfNode = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.nodeValue;
    return node.nodeType !== Node.ELEMENT_NODE || node.matches("script, style, template") ? "" : textOf(node);
  };
  const plain = (text) => text.replaceAll(/\s+/g, " ").trim();
  /** `wanted` is a part of the text, whatever its case, or { source, flags } of a pattern. */
  const says = (text, wanted) =>
    wanted.source === undefined
      ? plain(text).toLowerCase().includes(plain(wanted).toLowerCase())
      : new RegExp(wanted.source, wanted.flags).test(plain(text));
  const visible = (e) => {
    const { width, height } = e.getBoundingClientRect();
    return width > 0 && height > 0 && e.checkVisibility({ visibilityProperty: true });
  };
  const nameOf = (e) => {
    const labelled = e.getAttribute("aria-labelledby")?.split(" ");
    if (labelled) return labelled.map((id) => e.getRootNode().getElementById(id).textContent).join(" ");
    return (
      e.getAttribute("aria-label") ??
      e.getAttribute("alt") ??
      ([...(e.labels ?? [])].map(textOf).join(" ") || textOf(e))
    );
  };
  /** Whether an element is what compounds and the combinators between them lead to, through shadow trees too. */
  const isAt = (e, parts) => {
    const [last, combinator, ...rest] = parts;
    if (!e.matches(last)) return false;
    if (!combinator) return true;
    for (let above = parentOf(e); above; above = parentOf(above)) {
      if (isAt(above, rest)) return true;
      if (combinator === ">") return false;
    }
    return false;
  };
  const partsOf = (css) =>
    css.match(/>| +|(\[[^\]]*\]|\([^)]*\)|[^ >[(])+/g).reduce((parts, part) => {
      if (part.trim() && part !== ">") return [part, ...parts];
      return part === ">"
        ? [">", ...parts.slice(parts[0] === " " ? 1 : 0)]
        : parts[0] === ">"
          ? parts
          : [" ", ...parts];
    }, []);

  const among = (found, test) => [...new Set(found.flatMap(inside))].filter(test);
  let found = [document];
  for (const step of steps) {
    if (step.css) {
      const parts = partsOf(step.css);
      found = among(found, (e) => isAt(e, parts));
    } else if (step.role)
      found = among(found, (e) => {
        const is = e.hasAttribute("role") ? e.getAttribute("role") === step.role : e.matches(roles[step.role]);
        return is && visible(e) && !e.closest("[aria-hidden=true]") && (!step.name || says(nameOf(e), step.name));
      });
    else if (step.text) {
      const all = among(
        found,
        (e) => !e.matches("script, style, template, title, html, head") && says(textOf(e), step.text),
      );
      found = all.filter((e) => !inside(e).some((child) => all.includes(child)));
    } else if (step.hasText) found = found.filter((e) => says(textOf(e), step.hasText));
    else if (step.visible) found = found.filter(visible);
    else found = found.slice(step.nth, step.nth + 1);
  }
  return found;
}
