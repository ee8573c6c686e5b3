import { describe, expect, it } from "vitest";
import { blocksOf } from "../../src/runbooks/blocks.ts";
import { fill } from "../../src/runbooks/page.ts";
import { definition, stack } from "../support/definitions.ts";

const blocks = { head: "HEAD", escalation: "WHO", alerts: "ALERTS", calls: "CALLS" };
const part = (name: string, text = "old") => `<!-- begin ${name} (prod): anything -->\n${text}\n<!-- end ${name} -->`;
const page = (...parts: string[]) => `# Title\n\n${parts.join("\n\nby hand\n\n")}\n`;
const whole = page(part("head"), part("escalation"), part("alerts"));

describe("a runbook page", () => {
  it("gets its written parts, keeps the rest, and says how and for which stack they are made", () => {
    const { text } = fill(whole, blocks, "staging");
    expect(text).toContain(
      "<!-- begin head (staging): npx tocsin runbooks --stack staging --write -->\n\nHEAD\n\n<!-- end head -->\n\nby hand",
    );
    expect(text).not.toContain("old");
    expect(fill(text ?? "", blocks, "staging").text).toBe(text);
  });

  it("with lines as Windows ends them, behind a mark of the order of bytes, gets them too and keeps both", () => {
    const windows = `\ufeff${whole.replaceAll("\n", "\r\n")}`;
    const { text } = fill(windows, blocks, "staging");
    expect(text).toBe(`\ufeff${fill(whole, blocks, "staging").text?.replaceAll("\n", "\r\n")}`);
    expect(text).toContain("\r\nHEAD\r\n");
    expect(fill(text ?? "", blocks, "staging").text).toBe(text);
    const unmarked = "# Mixed\r\n\nby hand\n";
    expect(fill(unmarked, blocks, "staging").text).toBe(unmarked);
  });

  it("without any mark is all written by people, and stays as it is", () => {
    expect(fill("# A first look\n\nRead the notification.\n", blocks, "staging").text).toBe(
      "# A first look\n\nRead the notification.\n",
    );
  });

  it.each([
    ["a part that is not there", page(part("head"), part("alerts")), "it has no part escalation"],
    [
      "a part of another name",
      `${whole}${part("haed")}`,
      'there is no part "haed" (there are head, escalation, alerts, calls)',
    ],
    ["a part twice", `${whole}${part("head")}`, "the part head stands there twice"],
    ["a part without an end", whole.replace("<!-- end alerts -->", ""), "the part alerts has no end"],
    [
      "a part within another",
      whole.replace("<!-- end head -->", ""),
      '"begin escalation" stands within head, which has no end',
    ],
    ["an end without a beginning", `${whole}<!-- end calls -->\n`, '"end calls" ends nothing that has begun'],
  ])("is refused with %s", (_what, text, problem) => {
    const filled = fill(text, blocks, "prod");
    expect(filled.text).toBeNull();
    expect(filled.problems).toContain(problem);
  });
});

describe("the written parts", () => {
  const told = { name: "everybody", mail: ["founder"], slack: ["alerts"], pager: ["webhook-pager"] };

  it("take nothing of a definition's text for markup", () => {
    const hostile = definition({ title: "<img> [x](y) `|` *a*", causes: ["a](javascript:x)"] });
    const { alerts } = blocksOf("page", "", { stack, definitions: [hostile], routes: [told] });
    expect(alerts).toContain("\\<img\\> \\[x\\](y) \\`\\|\\` \\*a\\*");
    expect(alerts).toContain("a\\](javascript:x)");
  });

  it("name a secret's variable, and never its value", () => {
    const checked = definition({
      signal: {
        kind: "http-check",
        service: "shop",
        path: "/api/admin/readyz",
        method: "GET",
        every: 300,
        headers: { authorization: { secret: "ADMIN_TOKEN", prefix: "Bearer " } },
        expect: { status: 200, json: {} },
        timeout: 10,
      },
      condition: { kind: "consecutive-failures", failures: 2 },
    });
    const { calls } = blocksOf("page", "", { stack, definitions: [checked], routes: [told] });
    expect(calls).toContain('--header "authorization: Bearer $TOCSIN_SECRET_ADMIN_TOKEN"');
  });

  it("say who is told and what wakes, and link to the SQL editor where the page has queries", () => {
    const source = { stack, definitions: [definition({})], routes: [told] };
    const { escalation } = blocksOf("page", "", source);
    expect(escalation).toMatch(/`@webhook-pager` \(wakes\), founder <.+@.+>, `#.+` in Slack/);
    expect(blocksOf("page", "", source).head).not.toContain("SQL editor");
    expect(blocksOf("page", "```sql\nselect 1\n```", source).head).toContain("SQL editor");
  });
});
