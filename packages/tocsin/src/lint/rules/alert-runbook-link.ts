import { wordsOf } from "../bodies.ts";
import { rule } from "../rule.ts";

export const alertRunbookLink = rule({
  id: "alert/runbook-link",
  severity: "error",
  title: "A link in a message does not answer 200",
  looksAt: "live",
  check: ({ links }, { resources }) => {
    if (links === null) return [];
    const dead = [...links].filter(([, status]) => status !== 200);
    return dead.map(([url, status]) => {
      const users = [
        ...new Set(resources.flatMap((one) => (one.definition && wordsOf(one).includes(url) ? [one.definition] : []))),
      ].sort();
      const [only, ...others] = users;
      return {
        definition: others.length === 0 ? (only ?? null) : null,
        subject: url,
        at: "runbook",
        message: `${url} answers ${status}${others.length === 0 ? "" : `; ${users.join(", ")} link to it`}`,
        remedy: "Publish the page, or correct `tocsin:runbooks` in the stack file.",
      };
    });
  },
});
