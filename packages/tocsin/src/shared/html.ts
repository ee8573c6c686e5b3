import { moment } from "./times.ts";

/**
 * HTML as text that cannot be broken out of: everything that is put into a template is escaped, but for what another template
 * made. Names and messages come from vendors and definition files.
 */
export class Html {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

type Value = Html | string | number | null | false | readonly Value[];

const special: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for content and for quoted attributes. Control characters and marks that turn the direction of writing are left out. */
const escaped = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}]/gu, (char) => (char === "\n" || char === "\t" ? char : ""))
    .replace(/[&<>"']/g, (char) => special[char] ?? char);

function textOf(value: Value): string {
  if (value === null || value === false) return "";
  if (value instanceof Html) return value.toString();
  if (typeof value === "object") return value.map(textOf).join("");
  return escaped(String(value));
}

/** A template of HTML: values are escaped, lists are joined, null and false are nothing. */
export function html(strings: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(strings.map((part, index) => part + textOf(values[index] ?? null)).join(""));
}

/** The address, if following it can do no more than open a page; otherwise null. */
const safeLink = (address: string | null): string | null =>
  address !== null && /^https?:\/\//i.test(address) && URL.canParse(address) ? address : null;

/** A link that tells nobody where it was followed; plain text where there is no address that is safe. */
export function link(address: string | null, text: string): Html {
  const target = safeLink(address);
  return target === null ? html`${text}` : html`<a href="${target}" rel="noreferrer">${text}</a>`;
}

/** A time as people read it, on one line. */
export const timeTag = (text: string): Html => html`<time>${moment(text)}</time>`;

/** Nothing is loaded and nothing runs: a page works from a mail attachment, on a phone, without a network. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/**
 * A page of its own.
 * @param style written as it is: it must come from the code
 * @param refresh seconds after which a browser loads it again; for a page that is served live
 */
export function document(page: { title: string; style: string; refresh?: number | undefined; body: Html }): string {
  const { title, style, refresh, body } = page;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
${refresh !== undefined && html`<meta http-equiv="refresh" content="${refresh}">`}
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body>
<a class="skip" href="#main">To the content</a>
${body}
</body>
</html>
`.toString();
}
