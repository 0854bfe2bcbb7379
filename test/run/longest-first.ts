/** The order of spec files where no earlier run tells how long each took, as on a fresh clone: the long ones first, so that none runs alone at the end. Node only. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Minutes each; the files' sizes, which are the usual measure, don't show it. */
const LONG = [
  'corpus.spec.ts',
  'accessibility-popup.spec.ts',
  'accessibility-options.spec.ts',
  'services.spec.ts',
  'providers.spec.ts',
  'accessibility-popup-failures.spec.ts',
  'bad-input.spec.ts',
];

const rank = ({ moduleId }: TestSpecification): number => {
  const place = LONG.findIndex((name) => moduleId.endsWith(`/${name}`));
  return place === -1 ? LONG.length : place;
};

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
