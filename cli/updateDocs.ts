// Writes the generated documentation: `npm run docs:update`.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorPage } from './errorPage.js';
import { packageRoot } from './packageRoot.js';

mkdirSync(join(packageRoot, 'docs'), { recursive: true });
writeFileSync(join(packageRoot, 'docs', 'errors.md'), errorPage());
