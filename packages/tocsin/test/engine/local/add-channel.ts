import { readFile } from "node:fs/promises";
import { z } from "zod";
import { localFiles, type Vendors } from "../../../src/app/local/files.ts";

const accountsShape = z.looseObject({ slack: z.looseObject({ channels: z.array(z.string()) }) });

/** Gives the emulated workspace a channel beside those of the local stack: another stack has its own. */
export async function addChannel(directory: string, { control }: Vendors, channel: string): Promise<void> {
  const accounts = accountsShape.parse(JSON.parse(await readFile(localFiles(directory).accounts, "utf8")));
  const { slack } = accounts;
  const changed = { ...accounts, slack: { ...slack, channels: [...slack.channels, channel] } };
  const headers = { authorization: `Bearer ${control.token}`, "content-type": "application/json" };
  const answer = await fetch(`${control.url}/accounts`, { method: "PUT", headers, body: JSON.stringify(changed) });
  if (!answer.ok) throw new Error(`the accounts cannot be changed: ${answer.status} ${await answer.text()}`);
}
