import { createServer } from "node:http";
import { expect, it } from "vitest";
import { z } from "zod";
import { FaultControl, faultText } from "../../src/app/local/faults.ts";

it("tells of a host that a killed drill left failing", async () => {
  const answers: Record<string, unknown> = {
    "/app": { mode: "healthy" },
    "/faults": [{ vendor: "hosts", match: { method: "TCP", path: "^db:5432$" }, name: "run 1" }],
    "/status-pages/incidents": [],
  };
  const control = createServer(({ url = "" }, response) => response.end(JSON.stringify(answers[url])));
  await new Promise<void>((listening) => control.listen(0, "127.0.0.1", listening));
  try {
    const { port } = z.object({ port: z.number() }).parse(control.address());
    const { faults } = await new FaultControl({ control: { url: `http://127.0.0.1:${port}`, token: "" } }).list();
    expect(faults.map(faultText)).toEqual(["hosts: synthetic tests of TCP paths like ^db:5432$ fail, until cleared"]);
  } finally {
    control.close();
  }
});
