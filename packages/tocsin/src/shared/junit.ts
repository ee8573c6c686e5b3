/** JUnit's XML, which every CI system shows: only what the schemas of Ant and of Jenkins both take. */

/** One test of a suite, and how it ended. */
export interface JunitCase {
  name: string;
  /** What it is about; viewers group by it. */
  about: string;
  /** How long it took; 0 where nothing took any time. */
  seconds: number;
  /** `failed` is a finding, `error` is what could not be told. */
  outcome:
    | { kind: "passed" }
    | { kind: "skipped" }
    | { kind: "failed"; message: string; text: string }
    | { kind: "error"; message: string; text: string };
}

export interface JunitSuite {
  name: string;
  startedAt: Date;
  cases: readonly JunitCase[];
}

/**
 * One file of suites.
 * @example junitXml([{ name: "drill of staging", startedAt, cases }])
 */
export function junitXml(suites: readonly JunitSuite[]): string {
  const body = suites.map(suiteXml).join("");
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${body}</testsuites>\n`;
}

function suiteXml({ name, startedAt, cases }: JunitSuite, id: number): string {
  const count = (kind: JunitCase["outcome"]["kind"]) => cases.filter(({ outcome }) => outcome.kind === kind).length;
  const head = attributes({
    name,
    package: "tocsin",
    id: String(id),
    // The schema wants a time without a zone; it is UTC.
    timestamp: startedAt.toISOString().slice(0, 19),
    // Ant's word for a host that does not matter.
    hostname: "localhost",
    tests: String(cases.length),
    failures: String(count("failed")),
    errors: String(count("error")),
    skipped: String(count("skipped")),
    time: secondsText(cases.reduce((sum, { seconds }) => sum + seconds, 0)),
  });
  const body = cases.map(caseXml).join("");
  return `  <testsuite ${head}>\n    <properties/>\n${body}    <system-out/>\n    <system-err/>\n  </testsuite>\n`;
}

function caseXml({ name, about, seconds, outcome }: JunitCase): string {
  const head = attributes({ name, classname: about, time: secondsText(seconds) });
  if (outcome.kind === "passed") return `    <testcase ${head}/>\n`;
  if (outcome.kind === "skipped") return `    <testcase ${head}>\n      <skipped/>\n    </testcase>\n`;
  const element = outcome.kind === "failed" ? "failure" : "error";
  const why = attributes({ message: outcome.message, type: outcome.kind === "failed" ? "finding" : "unknown" });
  return `    <testcase ${head}>\n      <${element} ${why}>${escaped(outcome.text)}</${element}>\n    </testcase>\n`;
}

const secondsText = (seconds: number): string => Math.max(0, seconds).toFixed(3);

const attributes = (all: Readonly<Record<string, string>>): string =>
  Object.entries(all)
    .map(([name, value]) => `${name}="${escaped(value).replace(/\s+/g, " ")}"`)
    .join(" ");

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** What XML 1.0 cannot hold: control characters, two of U+FFFE's kind, halves of a pair. */
const refused = /[^\P{Cc}\t\n\r\u007F-\u009F]|[\uFFFE\uFFFF]|\p{Cs}/gu;

const escaped = (text: string): string =>
  text.replace(refused, "\uFFFD").replace(/[&<>"']/g, (character) => entities[character] ?? character);
