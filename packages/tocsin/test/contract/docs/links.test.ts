/** The network as judge: do the addresses that docs/ links to answer? Only where TOCSIN_ASK_LINKS=1 allows to ask them. */
import { expect, test } from "vitest";
import { askLinks } from "../../../src/app/lint/links.ts";
import { pages, targetsOf } from "../../docs/pages.ts";

/** Consoles of made-up accounts ask for a log-in, or do not know them. */
const madeUp = /acme|localref|\.example\b|example\.com/;

test.runIf(process.env.TOCSIN_ASK_LINKS === "1")(
  "links out of the project are answered",
  { timeout: 300_000 },
  async () => {
    const all = new Set([...pages.values()].flatMap(targetsOf));
    const asked = [...all].filter((url) => url.startsWith("https:") && !madeUp.test(url));
    expect(asked.length).toBeGreaterThan(4);
    const { answered } = await askLinks(asked);
    expect([...answered].filter(([, status]) => status >= 400)).toEqual([]);
  },
);
