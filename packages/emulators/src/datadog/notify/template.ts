import { evaluated, localTime } from "./evaluation.ts";

/** What a message is rendered with. */
export interface TemplateValues {
  /** Blocks without arguments that are shown: `is_alert`, `is_recovery`, ... */
  flags: ReadonlySet<string>;
  /** Texts by name: `value`, `threshold`, `host.name`. */
  variables: ReadonlyMap<string, string>;
  /** 1 to 5; null for none. */
  priority: number | null;
}

/** Blocks that the vendor knows (docs: Monitors > Notifications > Variables). */
const FLAGS = new Set([
  "is_alert",
  "is_warning",
  "is_no_data",
  "is_unknown",
  "is_recovery",
  "is_alert_recovery",
  "is_warning_recovery",
  "is_no_data_recovery",
  "is_unknown_recovery",
  "is_alert_to_warning",
  "is_warning_to_alert",
  "is_no_data_to_alert",
  "is_renotify",
]);

type Token =
  | { kind: "text"; text: string }
  | { kind: "open"; negated: boolean; name: string; args: string[] }
  | { kind: "else" }
  | { kind: "close" };

/**
 * Renders a message or title: conditional blocks with `{{else}}`, negated blocks and variables. A variable that the
 * notification does not have is empty. A block that is never closed ends with the message.
 */
export function render(template: string, values: TemplateValues): string {
  const tokens = tokenise(template, values);
  let at = 0;
  const blockOf = (shown: boolean, nested: boolean): string => {
    let out = "";
    let showing = shown;
    for (; at < tokens.length; at += 1) {
      const token = tokens[at];
      switch (token?.kind) {
        case "text":
          if (showing) out += token.text;
          break;
        case "open": {
          const holds = holdsFor(token, values) !== token.negated;
          at += 1;
          const inner = blockOf(holds, true);
          if (showing) out += inner;
          break;
        }
        case "else":
          if (nested) showing = !showing;
          break;
        case "close":
          if (nested) return out;
      }
    }
    return out;
  };
  return tidy(blockOf(true, false));
}

function tokenise(template: string, values: TemplateValues): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of template.matchAll(/\{\{\{?\s*([#^/]?)\s*([^{}]*?)\s*\}?\}\}/g)) {
    tokens.push({ kind: "text", text: template.slice(end, match.index) });
    end = match.index + match[0].length;
    const [, mark = "", content = ""] = match;
    const [name = "", ...args] = words(content);
    if (mark === "#" || mark === "^") tokens.push({ kind: "open", negated: mark === "^", name, args });
    else if (mark === "/") tokens.push({ kind: "close" });
    else if (content === "else") tokens.push({ kind: "else" });
    else tokens.push({ kind: "text", text: variable(content, values) });
  }
  tokens.push({ kind: "text", text: template.slice(end) });
  return tokens;
}

/** Words, quoted texts and calls in parentheses; the quotes removed. */
function words(content: string): string[] {
  return (content.match(/\([^()]*(?:\([^()]*\)[^()]*)*\)|"[^"]*"|'[^']*'|\S+/g) ?? []).map((word) =>
    word.replace(/^(["'])(.*)\1$/, "$2"),
  );
}

/** `host.name`, `[@proxy.path].name` for keys with marks in them, `eval "..."` and `local_time '...' '...'`. */
function variable(content: string, values: TemplateValues): string {
  const [name, subject = "", zone = ""] = words(content);
  if (name === "eval") return evaluated(subject, values.variables);
  if (name === "local_time") return localTime(values.variables.get(subject) ?? "", zone);
  return values.variables.get(content.replace(/^\[(.+)\](?=\.name$)/, "$1")) ?? "";
}

/** What a block asks about: a variable, or a call in parentheses: `(eval "int(value)")`. */
const subjectOf = (subject: string, values: TemplateValues): string =>
  variable(/^\((.*)\)$/.exec(subject)?.[1] ?? subject, values);

/** A block that the vendor does not know is never shown. */
function holdsFor({ name, args }: { name: string; args: string[] }, values: TemplateValues): boolean {
  const [subject = "", ...wanted] = args;
  switch (name) {
    case "is_match":
      return wanted.some((text) => matches(subjectOf(subject, values), text, (value) => value.includes(text)));
    case "is_exact_match":
      return wanted.some((text) => matches(subjectOf(subject, values), text, (value) => isSame(value, text)));
    case "is_priority":
      return args.some((text) => text === `P${values.priority}`);
    default:
      return FLAGS.has(name) && values.flags.has(name);
  }
}

/** Comparing with an empty text asks whether there is no value. */
function matches(value: string, text: string, test: (value: string) => boolean): boolean {
  return text === "" ? value === "" : test(value);
}

/** Numbers are the same whatever they are written like. */
const isSame = (value: string, text: string): boolean =>
  value === text || (value.trim() !== "" && text.trim() !== "" && Number(value) === Number(text));

/** Lines that held nothing but blocks leave no gap. */
function tidy(text: string): string {
  return text
    .replace(/[ \t]+\n/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
