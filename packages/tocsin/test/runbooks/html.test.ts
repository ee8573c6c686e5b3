import { expect, it } from "vitest";
import { runbookHtml, runbookIndex } from "../../src/runbooks/html.ts";

const place = { stack: "prod", base: "https://github.com/acme/shop/blob/main/runbooks" };
const main = (text: string, others: string[] = []) =>
  /<main id="main">\n([\s\S]*)\n<\/main>/
    .exec(runbookHtml({ name: "web", text, alerts: [] }, new Set(others), place))?.[1]
    ?.trim();

it("has the anchors that messages link to, and numbers a heading that comes again", () => {
  expect(main("# The web is down\n\n### web-api/5xx-rate\n\n### A, `b` & c\n\n### A, `b` & c")).toBe(
    [
      '<h1 id="the-web-is-down">The web is down</h1>',
      '<h3 id="web-api5xx-rate">web-api/5xx-rate</h3>',
      '<h3 id="a-b--c">A, <code>b</code> &amp; c</h3>',
      '<h3 id="a-b--c-1">A, <code>b</code> &amp; c</h3>',
    ].join("\n"),
  );
});

it("leads to pages beside it, to the repository, and to nothing that could run", () => {
  const text =
    "[a](database.md#rows) [b](other.md) [c](../docs/escalation.md) [d](https://status.example/x?a=1&b=2) [e](javascript:alert(1)) [f](#here)";
  expect(main(text, ["database"])).toBe(
    [
      '<p><a href="database.html#rows" rel="noreferrer">a</a>',
      '<a href="https://github.com/acme/shop/blob/main/runbooks/other.md" rel="noreferrer">b</a>',
      '<a href="https://github.com/acme/shop/blob/main/docs/escalation.md" rel="noreferrer">c</a>',
      '<a href="https://status.example/x?a=1&amp;b=2" rel="noreferrer">d</a>',
      "e",
      '<a href="#here" rel="noreferrer">f</a></p>',
    ].join(" "),
  );
});

it("shows HTML as text, and leaves marks out", () => {
  const text =
    '<!-- begin head (prod): npx tocsin runbooks -->\n\nOne <img src=x onerror="alert(1)"> two\n\n<script>alert(1)</script>\n\n<!-- end head -->\n\n![a picture](https://example.com/x.png)';
  expect(main(text)).toBe(
    "<p>One &lt;img src=x onerror=&quot;alert(1)&quot;&gt; two</p>\n&lt;script&gt;alert(1)&lt;/script&gt;<p>a picture</p>",
  );
});

it("labels the cells of a table for narrow screens", () => {
  expect(main("| Route | Owner |\n| --- | --- |\n| `page` | ana, *bo* |")).toBe(
    [
      '<table class="stack"><thead><tr><th scope="col">Route</th><th scope="col">Owner</th></tr></thead>',
      '<tbody><tr><td data-label="Route"><code>page</code></td><td data-label="Owner">ana, <em>bo</em></td></tr></tbody></table>',
    ].join("\n"),
  );
});

it("lists each alert below its runbook", () => {
  const page = runbookIndex(
    [{ name: "web", text: "# The web is down", alerts: [{ id: "web/5xx", title: "High <5xx>", severity: "page" }] }],
    "prod",
  );
  expect(page).toContain('<h2><a href="web.html">The web is down</a></h2>');
  expect(page).toContain('<a href="web.html#web5xx">High &lt;5xx&gt;</a> <code>web/5xx</code>');
});
