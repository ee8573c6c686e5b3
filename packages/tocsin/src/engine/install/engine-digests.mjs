/**
 * SHA-256 of what Pulumi has released as `engineVersion`, by archive. They stand here because a list beside an archive comes from
 * whoever serves the archive. Source: the release at GitHub, as Pulumi's Homebrew formula names it (pulumi/homebrew-tap, Formula/pulumi.rb,
 * 2026-08-20); the download server has the same files.
 * @type {Readonly<Record<string, string>>}
 */
export const engineDigests = {
  "pulumi-v3.259.0-darwin-arm64.tar.gz": "57c27f179e527e2cf9f62b841a448af72a020e44b2fb4ee0d9bd85556c00c864",
  "pulumi-v3.259.0-darwin-x64.tar.gz": "eaca4c3b8277bfa3ab061fa3b270d1c66358a0b2e613da8c5587a04b7226c534",
  "pulumi-v3.259.0-linux-arm64.tar.gz": "edc8327463a72160bb36cf82cf5062da9c8a244290a706d9980988e7bf486853",
  "pulumi-v3.259.0-linux-x64.tar.gz": "94ba357acac23d01474084c4b00098dc0f7bc70ce13f34c777459254a5f718e5",
};
