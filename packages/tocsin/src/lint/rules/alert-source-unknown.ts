import { documentOf } from "../../model/definition.ts";
import { rule } from "../rule.ts";

export const alertSourceUnknown = rule({
  id: "alert/source-unknown",
  severity: "error",
  title: "A source names no document of the project",
  looksAt: "written",
  check: ({ definitions, dashboards, objectives, documents }) => {
    if (documents === null) return [];
    return [...definitions, ...dashboards, ...objectives].flatMap(({ id, source }) =>
      source
        .filter((one) => !documents.has(documentOf(one)))
        .map((one) => ({
          definition: id,
          at: "source",
          message: `the source "${one}" names ${documentOf(one)}, which is not among the project's documents`,
          remedy: "Correct the name, or list the document in `documents` of test/playbooks.yaml.",
        })),
    );
  },
});
