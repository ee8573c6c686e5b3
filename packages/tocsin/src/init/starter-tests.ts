/** Tests of the first alerts, as text: of each one that rings and one that stays quiet, so that `tocsin test` is clean. */
const tests: Record<string, (id: string) => string> = {
  "error-rate": (id) => `- alert: ${id}
  name: more than 50 errors in five minutes
  series:
    events: 0x4 11x9 0x9
  expect:
    - 9m alert
    - 15m ok

- alert: ${id}
  name: 50 in every five minutes are not above 50
  series:
    events: 10x30
  quiet: true
`,
  "5xx-rate": (id) => `- alert: ${id}
  name: one request in ten fails
  series:
    part: 0x9 2x9 0x9
    whole: 20x29
  expect:
    - 12m alert
    - 22m ok

- alert: ${id}
  name: "at night: two of ten requests in five minutes fail"
  series:
    part: _x9 2 _x9
    whole: 2x20
  quiet: true
`,
  health: (id) => `# 1 is a run that passed, 0 one that failed.
- alert: ${id}
  name: two runs in a row fail
  interval: 5m
  series:
    runs: 1x4 0 0 0 1x4
  expect:
    - 32m35s alert
    - 40m ok

- alert: ${id}
  name: one run fails, again and again
  interval: 5m
  series:
    runs: 1 0 1 0 1 0 1
  quiet: true
`,
};

/** The tests of those first alerts that a definition file of a service holds. */
export const starterTests = (service: string, definitions: string): string =>
  Object.entries(tests)
    .map(([alert, test]) => ({ id: `${service}/${alert}`, test }))
    .filter(({ id }) => definitions.includes(`id: "${id}"`))
    .map(({ id, test }) => test(id))
    .join("\n");
