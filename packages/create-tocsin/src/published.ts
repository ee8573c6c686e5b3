/** How a project is created, until a version of these packages is published. A release changes both. */
export const isPublished: boolean = false;
export const createCommand = "in a clone of Tocsin's repository, run `npm run create -- DIR`";
