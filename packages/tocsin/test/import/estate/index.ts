/** An estate of more than 200 objects, seeded: between them every value of the vendors' specifications, made by the vendors' own calls. */
import type { JsonObject } from "../../../src/model/resource.ts";
import { composite, monitors, type Named, onObjective } from "./datadog-monitors.ts";
import { tests } from "./datadog-tests.ts";
import { dashboards, objectives } from "./objectives.ts";
import { drawFrom } from "./seed.ts";
import { detectors, workflows } from "./sentry.ts";

/** A call at a vendor, as a hand makes it; answers the object. */
type Call = (vendor: "datadog" | "sentry", method: string, path: string, body?: JsonObject) => Promise<JsonObject>;

/** One object, with the call that reads it. */
interface Made {
  kind: string;
  name: string;
  vendor: "datadog" | "sentry";
  read: string;
}

const organization = "/api/0/organizations/acme";

/** Makes it all, in an order in which somebody could have. */
export async function makeWholeEstate(call: Call): Promise<Made[]> {
  const draw = drawFrom(2026);
  const made: Made[] = [];
  const make = async (
    kind: string,
    vendor: Made["vendor"],
    create: string,
    bodies: readonly JsonObject[],
    one = create,
  ) => {
    const answers: JsonObject[] = [];
    for (const body of bodies) {
      const answer = await call(vendor, "POST", create, body);
      const end = vendor === "sentry" ? "/" : "";
      made.push({
        kind,
        vendor,
        name: `${kind} ${made.length}`,
        read: `${one.replace(/\/$/, "")}/${idOf(answer)}${end}`,
      });
      answers.push(answer);
    }
    return answers;
  };
  const monitor = (bodies: readonly Named[]) => make("monitor", "datadog", "/api/v1/monitor", bodies);
  const ids = (await monitor(monitors(draw))).map(idOf);
  await monitor([composite(ids[0] ?? "", ids[1] ?? "")]);
  const [slo = {}] = await make("slo", "datadog", "/api/v1/slo", objectives(Number(ids[0])));
  await monitor(onObjective(idOf(slo)));
  await make("dashboard", "datadog", "/api/v1/dashboard", dashboards);
  const variable = { name: "PASSWORD", description: "", tags: [], value: { secure: true, value: "hidden" } };
  const { id: password } = await call("datadog", "POST", "/api/v1/synthetics/variables", variable);
  for (const body of tests(draw, String(password)))
    await make("synthetics-test", "datadog", `/api/v1/synthetics/tests/${String(body.type)}`, [body]);
  const ofWeb = detectors(draw).map((body) => ({ ...body, projectId: "web" }));
  const inWeb = `${organization}/projects/web/detectors/`;
  const found = (await make("detector", "sentry", inWeb, ofWeb, `${organization}/detectors/`)).map(idOf);
  await make("workflow", "sentry", `${organization}/workflows/`, workflows(draw, found));
  return made;
}

/** A test has an id for the public; a write of an objective is answered with a list of one. */
function idOf({ data, id, public_id: publicId }: JsonObject): string {
  const [first] = Array.isArray(data) ? data : [];
  if (typeof first === "object" && first !== null && !Array.isArray(first)) return String(first.id);
  return String(publicId ?? id);
}
