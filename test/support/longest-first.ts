import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take minutes: begun last they would keep everybody waiting, though they are short texts. */
const long = /\/test\/e2e\/(graph\/isolation|chaos|release)\//;

/** The files of tests as vitest orders them, after those that take longest. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return [
      ...sorted.filter(({ moduleId }) => long.test(moduleId)),
      ...sorted.filter(({ moduleId }) => !long.test(moduleId)),
    ];
  }
}
