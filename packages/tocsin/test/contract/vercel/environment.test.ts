import { expect, test } from "vitest";
import { z } from "zod";
import { hidden, lastBody } from "../support/arrived.ts";
import { compiledResources, filled } from "../support/compiled.ts";
import { emulators } from "../support/vendors.ts";
import { inTeam, vercelClient } from "../support/vercel.ts";

const section = emulators();
/** Those of projects that are there; the probe's own is made by its deployment's test. */
const variables = (await compiledResources("environment-variable")).filter(
  ({ definition }) => definition !== "probe/crons",
);

/** The part of the client's own type that we use; its encoder drops what it does not know, which `lastBody` would show. */
const bodySchema = z.object({
  key: z.string(),
  value: z.string(),
  type: z.enum(["sensitive"]),
  target: z.array(z.enum(["production", "preview", "development"])),
  comment: z.string(),
});

test.each(variables.map((resource) => [resource.name, resource] as const))(
  "%s: the official client creates, lists, changes and deletes it",
  async (_name, resource) => {
    const { projects } = vercelClient(section);
    const of = { idOrName: String(resource.parent.projectId), ...inTeam(section) };
    const known = new Map(resource.refs.map((ref) => [`${ref.resource}.${ref.property}`, "whsec_from_stripe"]));
    const sent = filled(resource, known, { CRON_SECRET: "a-cron-secret" });
    const requestBody = bodySchema.parse(sent);

    const { created } = await projects.createProjectEnv({ ...of, requestBody });
    expect(await lastBody(section, "vercel", "POST", `/v10/projects/${of.idOrName}/env`)).toEqual({
      ...z.looseObject({}).parse(sent),
      value: hidden,
    });
    if (created === undefined || Array.isArray(created) || created.id === undefined)
      throw new Error("one variable was sent");
    expect(created).toMatchObject({ key: requestBody.key, type: "sensitive", target: ["production"] });

    const listed = await projects.filterProjectEnvs({ ...of, decrypt: "true" });
    const envs = "envs" in listed ? listed.envs : [];
    expect(envs.map(({ key }) => key)).toContain(requestBody.key);
    // A sensitive value goes in and never comes out.
    expect(JSON.stringify(listed)).not.toContain(requestBody.value);

    const change = { comment: "another comment" };
    const changed = await projects.editProjectEnv({ ...of, id: created.id, requestBody: change });
    expect(changed).toMatchObject({ key: requestBody.key, comment: change.comment });
    const again = projects.createProjectEnv({ ...of, requestBody });
    await expect(again).rejects.toMatchObject({ statusCode: expect.toSatisfy((code) => code >= 400 && code < 500) });
    await projects.removeProjectEnv({ ...of, id: created.id });
    const after = await projects.filterProjectEnvs(of);
    expect("envs" in after ? after.envs : undefined).toEqual([]);
  },
);
