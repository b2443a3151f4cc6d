// Writes the generated documentation: `npm run docs:update`.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../runner/packageRoot.js';
import { errorPage } from './errorPage.js';
import { withDiagram } from './machinePage.js';
import { withInvariant } from './proofPage.js';

mkdirSync(join(packageRoot, 'docs'), { recursive: true });
writeFileSync(join(packageRoot, 'docs', 'errors.md'), errorPage());

const machinePage = join(packageRoot, 'docs', '03-the-machine.md');
writeFileSync(machinePage, withDiagram(readFileSync(machinePage, 'utf8')));

const proofPage = join(packageRoot, 'docs', '05-the-proof.md');
writeFileSync(proofPage, withInvariant(readFileSync(proofPage, 'utf8')));
