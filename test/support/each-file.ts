import 'reflect-metadata';
// biome-ignore lint/style/noRestrictedImports: the one place where it is called at the top of a file, for each test file.
import { afterAll } from 'vitest';
import { closeAll } from './end-of-file.js';

afterAll(closeAll);
