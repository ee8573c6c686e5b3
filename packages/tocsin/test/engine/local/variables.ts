/** Values of variables at the emulated Vercel, which tells a sensitive one to nobody but a project's own functions. */
import { z } from "zod";
import { controlCall, type Vendors } from "../../../src/app/local/files.ts";

const path = "/api/tell-variables";
const schedule = "0 0 1 1 *";
const files = [
  { file: `${path.slice(1)}.mjs`, data: "export const GET = () => Response.json(process.env);" },
  { file: "vercel.json", data: JSON.stringify({ crons: [{ path, schedule }] }) },
];
const functions = z.array(
  z.object({
    project: z.string(),
    crons: z.array(z.object({ path: z.string(), last: z.object({ body: z.string() }).optional() })),
  }),
);

/**
 * The production variables of a project, by a deployment that is gone afterwards.
 * @param project its name; its crons have to be on
 */
export async function variablesOf(vendors: Vendors, project: string): Promise<Record<string, string>> {
  const { url, token, team } = vendors.vercel;
  const call = async (method: string, where: string, body?: object): Promise<unknown> => {
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const content = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await fetch(`${url}${where}?teamId=${team}`, { method, headers, ...content });
    if (!answer.ok) throw new Error(`${method} ${where}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const made = await call("POST", "/v13/deployments", { project, target: "production", files });
  const { id } = z.object({ id: z.string() }).parse(made);
  try {
    await call("POST", `/v1/projects/${project}/crons/run`, { path, schedule });
    const told = functions.parse(await (await controlCall(vendors, "GET", "/vercel/functions")).json());
    const cron = told.find((one) => one.project === project)?.crons.find((one) => one.path === path);
    return z.record(z.string(), z.string()).parse(JSON.parse(cron?.last?.body ?? "null"));
  } finally {
    await call("DELETE", `/v13/deployments/${id}`);
  }
}
