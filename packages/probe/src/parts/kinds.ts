/** Of this kind are the jobs that a drill makes: no worker knows it. */
const drillKind = "TOCSIN_DRILL";

/** The kinds of jobs that the playbook names, and that of drills: told of in every run, also when there is none of them. */
const known = ["PUBLISH_YOUTUBE", "PUBLISH_TIKTOK", "CLIP_RENDER", "TRANSCRIBE", "HIGHLIGHT_DETECT", drillKind];

/** The rows by kind, with `none` for each known kind that has no row: an alert then hears that it is over. */
export function withKnownKinds<Row extends { kind: string }>(rows: readonly Row[], none: Omit<Row, "kind">): Row[];
export function withKnownKinds(rows: readonly { kind: string }[], none: object): { kind: string }[] {
  const lacking = known.filter((kind) => rows.every((row) => row.kind !== kind));
  return [...rows, ...lacking.map((kind) => ({ kind, ...none }))];
}
