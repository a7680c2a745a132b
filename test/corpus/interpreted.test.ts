import { describeAnswers } from './describe-answers.js';

// The same answers as those of compiled queries, which corpus.test.ts compares with.
describeAnswers('none');
