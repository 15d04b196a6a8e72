/** Says why no package was made, one problem a line, before anything was built. */
export class PackagingRefusal extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'PackagingRefusal';
    this.problems = problems;
  }
}
