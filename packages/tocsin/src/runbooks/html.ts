/** Runbooks as pages of their own: read on a phone, from a mail attachment, without a network. */
import { Marked, type Tokens } from "marked";
import { document, Html, html } from "../shared/html.ts";
import { style } from "../shared/style.ts";
import { runbookAnchor } from "../vendors/message.ts";

/** A runbook, with the written parts filled in for the stack. */
export interface Runbook {
  /** Name of its file without `.md`. */
  name: string;
  text: string;
  /** Its alerts, the most urgent first. */
  alerts: readonly { id: string; title: string; severity: string }[];
}

const own = `
.alert h2 { margin: 0; }
pre { white-space: pre-wrap; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .6rem .8rem; }
pre code { overflow-wrap: break-word; background: none; }
blockquote { margin: .4rem 0; padding-left: .8rem; border-left: 4px solid var(--line); }
table { margin: .75rem 0; }
`;

/** The title of a page: its first heading. */
const titleOf = ({ name, text }: Runbook): string => /^# (.+)$/m.exec(text)?.[1] ?? name;

/** As GitHub makes it, so that what a message links to is there too. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "")
    .replace(/ /g, "-");

/**
 * One runbook as a page. Pure. Markdown's own HTML is left out (marks) or shown as text, and a link can do no more than open a page.
 * @param others names of the runbooks that have a page beside it
 * @param base address of the runbooks in the repository: what else a page links to is found from there
 */
export function runbookHtml(runbook: Runbook, others: ReadonlySet<string>, { stack, base }: Place): string {
  const title = titleOf(runbook);
  const body = html`<header>
<nav aria-label="Runbooks"><ul><li><a href="index.html">All runbooks of ${stack}</a></li></ul></nav>
</header>
<main id="main">
${new Html(rendered(runbook.text, others, base))}
</main>
<footer><p class="dim small">Made by Tocsin for the stack ${stack}.</p></footer>`;
  return document({ title, style: style + own, body });
}

/** Where a page is shown from. */
export interface Place {
  stack: string;
  base: string;
}

/** All runbooks of a stack, with the alerts that lead to each. Pure. */
export function runbookIndex(runbooks: readonly Runbook[], stack: string): string {
  const title = `Runbooks of ${stack}`;
  const tone = (severity: string) => (severity === "page" ? "bad" : severity === "ticket" ? "warn" : "");
  const body = html`<header><h1>${title}</h1>
<p class="dim">Which alert fires? Its page says what to look at first.</p></header>
<main id="main">
${runbooks.map(
  (runbook) => html`<section class="alert"><h2><a href="${runbook.name}.html">${titleOf(runbook)}</a></h2>
<ul>${runbook.alerts.map(
    ({ id, title: name, severity }) => html`<li><span class="tag ${tone(severity)}">${severity}</span>
<a href="${runbook.name}.html#${runbookAnchor(id)}">${name}</a> <code>${id}</code></li>`,
  )}</ul></section>`,
)}
</main>`;
  return document({ title, style: style + own, body });
}

function rendered(text: string, others: ReadonlySet<string>, base: string): string {
  const addressOf = (target: string): string | null => {
    const [file = "", anchor] = target.split("#");
    const hash = anchor === undefined ? "" : `#${anchor}`;
    if (file === "") return hash;
    const page = /^(?:\.\/)?([\w-]+)\.md$/.exec(file)?.[1];
    if (page !== undefined && others.has(page)) return `${page}.html${hash}`;
    const root = base.endsWith("/") ? base : `${base}/`;
    return URL.canParse(target, root) ? new URL(target, root).href : null;
  };
  const seen = new Map<string, number>();
  const anchor = (heading: string): string => {
    const made = anchorOf(heading);
    const before = seen.get(made) ?? 0;
    seen.set(made, before + 1);
    return before === 0 ? made : `${made}-${before}`;
  };
  const marked = new Marked({
    gfm: true,
    renderer: {
      heading({ tokens, depth, text: words }) {
        const id = anchor(words.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/[`*\\]/g, ""));
        return html`<h${depth} id="${id}">${new Html(this.parser.parseInline(tokens))}</h${depth}>\n`.toString();
      },
      html: ({ text: raw }) => (/^<!--[\s\S]*-->\s*$/.test(raw) ? "" : html`${raw}`.toString()),
      image: ({ text: words }) => html`${words}`.toString(),
      link({ href, tokens }) {
        const words = new Html(this.parser.parseInline(tokens));
        const target = addressOf(href);
        if (target === null || !/^(https?:|mailto:|#|[\w-]+\.html)/i.test(target)) return words.toString();
        return html`<a href="${target}" rel="noreferrer">${words}</a>`.toString();
      },
      code: ({ text: code }) => html`<pre><code>${breakable(code)}</code></pre>\n`.toString(),
      table(token) {
        return table(token, (cell) => new Html(this.parser.parseInline(cell.tokens))).toString();
      },
    },
  });
  return marked.parse(text, { async: false });
}

/** A command that is longer than a phone is wide goes on after a slash or a sign of a query, not in a word; copied, it is whole. */
const breakable = (code: string): Html[] =>
  code
    .split(/(?<=[/?&=])|(?<=\s)(--?[a-z][\w-]*)/)
    .map((part) =>
      /^--?[a-z]/.test(part ?? "") ? html`<span class="whole">${part}</span>` : html`${part ?? ""}<wbr>`,
    );

/** On a phone each row is a block, whose cells say what they are. */
function table({ header, rows }: Tokens.Table, inline: (cell: Tokens.TableCell) => Html): Html {
  const cells = (row: Tokens.TableCell[]) =>
    row.map((cell, n) => html`<td data-label="${header[n]?.text ?? ""}">${inline(cell)}</td>`);
  return html`<table class="stack"><thead><tr>${header.map((cell) => html`<th scope="col">${inline(cell)}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${cells(row)}</tr>`)}</tbody></table>\n`;
}
