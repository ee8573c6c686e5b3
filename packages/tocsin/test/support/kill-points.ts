/**
 * Where the tests kill: what is killed, in which file, and at how many points. Each file asserts its own number, so that a point that
 * is no longer walked is seen; `kill-points.test.ts` holds that the files do.
 */
export const killPoints = {
  drill: { file: "scenario/drill/kill.test.ts", points: 18 },
  "drill that makes trouble at a vendor": { file: "scenario/drill/trouble.test.ts", points: 7 },
  "drill of check-ins": { file: "scenario/drill/check-ins.test.ts", points: 2 },
  "deployment of the probe": { file: "engine/local/kill-probe.test.ts", points: 6 },
  "update, the engine alone": { file: "engine/local/kill.test.ts", points: 3 },
  "update, between an answer and the state": { file: "engine/plugins/recovery.test.ts", points: 3 },
  "pull request of what was absorbed": { file: "scenario/ending/killed.test.ts", points: 8 },
  mute: { file: "scenario/ending/killed.test.ts", points: 2 },
} as const;

/** How many points the test of it has to walk. */
export const pointsOf = (what: keyof typeof killPoints): number => killPoints[what].points;
