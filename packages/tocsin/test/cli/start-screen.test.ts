import { describe, expect, it } from "vitest";
import type { Delivered } from "../../src/app/local/inbox.ts";
import { countsByVendor, nextSteps, notificationBlock, oneToShow, stepLine } from "../../src/cli/start-screen.ts";

const arrived = (alert: string | null, state: Delivered["state"], where: object, text = "first\n\nsecond"): Delivered =>
  ({ at: "2026-06-01T10:00:00.000Z", subject: "first", text, alert, state, ...where }) as Delivered;
const channel = { channel: "#alerts" };
const mail = { to: "ops@example.com" };

describe("the screen of tocsin start", () => {
  it("has a line a step, its time first, and what follows below the text", () => {
    expect(stepLine("Drift", 640, "found it:\nmuted")).toBe(
      "   0.6 s  Drift      found it:\n                     muted",
    );
  });

  it("counts resources by vendor, the most first", () => {
    const of = (...vendors: ("datadog" | "sentry" | "vercel")[]) => vendors.map((vendor) => ({ vendor }));
    expect(countsByVendor(of("sentry", "vercel", "datadog", "datadog"))).toBe("Datadog 2, Sentry 1, Vercel 1");
    expect(countsByVendor([])).toBe("");
  });

  it("shows the chosen alert firing in its channel, else by mail, else another that fires", () => {
    const other = arrived("b", "firing", channel);
    const own = arrived("a", "firing", channel);
    const byMail = arrived("a", "firing", mail);
    expect(oneToShow([other, byMail, own, arrived("a", "recovered", channel)], "a")).toBe(own);
    expect(oneToShow([other, byMail], "a")).toBe(byMail);
    expect(oneToShow([other], "a")).toBe(other);
    expect(oneToShow([arrived("a", "recovered", channel), arrived(null, null, channel)], "a")).toBe(null);
  });

  it("shows a notification as it arrived, without its empty lines, and what is left of it as a number", () => {
    const text = Array.from({ length: 11 }, (_, n) => (n === 0 ? "\u001b[31mred" : `line ${n}`)).join("\n\n");
    expect(notificationBlock(arrived("a", "firing", channel, text)).split("\n")).toEqual([
      "One of the notifications, as it arrived in Slack #alerts:",
      expect.stringMatching(/^ {2}\| \S*red$/),
      ...[1, 2, 3, 4, 5, 6, 7, 8].map((n) => `  | line ${n}`),
      "  | ... 2 more lines: npx tocsin local inbox",
    ]);
    expect(notificationBlock(arrived("a", "firing", mail, "x".repeat(300)))).toBe(
      `One of the notifications, as it arrived in the mailbox of ops@example.com:\n  | ${"x".repeat(97)}...`,
    );
    expect(notificationBlock(arrived("a", "firing", channel, text))).not.toContain("\u001b");
  });

  it("ends with commands, each on a line of at most 110 columns", () => {
    expect(nextSteps.split("\n").every((line) => line.length <= 110)).toBe(true);
  });
});
