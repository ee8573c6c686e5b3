import { plural } from "../../../shared/amounts.ts";
import { watchesErrors } from "../../about.ts";
import { at, type Found } from "../../routine-check.ts";
import type { SentryIssue } from "../client.ts";

/** Issues named one by one; the rest is a number. */
const named = 10;

/** Issues that were first seen within a day, those that call themselves critical first, and critical ones that are older and go on. */
export const newErrors = at("sentry", {
  name: "new-errors",
  title: "New errors, 24 h",
  about: watchesErrors,
  async look({ sentry, stack }) {
    const { organization, environment, projects } = stack.sentry;
    const slugs = Object.values(projects).map(({ slug }) => slug);
    const ours = `project:[${slugs.join(", ")}] environment:${environment}`;
    const fresh = `is:unresolved firstSeen:-24h ${ours}`;
    const going = `is:unresolved firstSeen:+24h lastSeen:-24h severity:critical ${ours}`;
    const [all, critical, recurring] = await Promise.all([
      sentry.issues(organization, fresh, "new issues"),
      sentry.issues(organization, `${fresh} severity:critical`, "new critical issues"),
      sentry.issues(organization, going, "recurring critical issues"),
    ]);
    const worst = new Set(critical.map(({ id }) => id));
    const others = all.filter(({ id }) => !worst.has(id));
    return [
      line("New critical errors, 24 h", critical, "critical"),
      line("Other new errors, 24 h", others, "attention"),
      line("Critical errors of before that go on, 24 h", recurring, "attention"),
    ];
  },
});

function line(title: string, issues: readonly SentryIssue[], verdict: "attention" | "critical"): Found {
  const sorted = [...issues].sort((a, b) => Number(b.count ?? 0) - Number(a.count ?? 0));
  const more = issues.length > named ? [`and ${issues.length - named} more`] : [];
  return {
    title,
    value: plural(issues.length, "issue"),
    limit: "0",
    verdict: issues.length === 0 ? "ok" : verdict,
    details: [...sorted.slice(0, named).map(told), ...more],
    link: sorted[0]?.permalink ?? null,
  };
}

const told = ({ shortId, id, title, count }: SentryIssue): string =>
  `${shortId ?? id}: ${title ?? "without title"} (${plural(Number(count ?? 0), "event")})`;
