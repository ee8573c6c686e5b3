/** A team is named by its id or by the name in addresses. */
export const inTeam = (team: string): string =>
  `${team.startsWith("team_") ? "teamId" : "slug"}=${encodeURIComponent(team)}`;
