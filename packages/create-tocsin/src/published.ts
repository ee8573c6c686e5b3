/** How a project is created, until a version of these packages is published. A release changes both. */
export const isPublished: boolean = false;
export const createCommand = "in a clone of Tocsin's repository, run `npm run create -- DIR`";

/**
 * Where a published version's reusable workflow is: `owner/name/.github/workflows/project.yml@v1.0.0`. Until then a created project's
 * workflow stands alone.
 */
export const reusableWorkflow: string | null = null;
