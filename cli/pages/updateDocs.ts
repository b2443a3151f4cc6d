// Writes the generated documentation: `npm run docs:update`.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCommitted } from '../../runner/comparison/committed.js';
import { packageRoot } from '../../runner/packageRoot.js';
import { protocolFiles } from '../../runner/protocolLibrary.js';
import { verify } from '../../runner/verifyNamed.js';
import { apiPages } from './apiPage.js';
import { errorPage } from './errorPage.js';
import { withDiagram } from './machinePage.js';
import { withInvariant } from './proofPage.js';
import { withProtocols } from './protocolsPage.js';
import { withMatrix, withSummary } from './rivalsPage.js';

mkdirSync(join(packageRoot, 'docs'), { recursive: true });
writeFileSync(join(packageRoot, 'docs', 'errors.md'), errorPage());

for (const { file, text } of apiPages(packageRoot)) {
  mkdirSync(join(packageRoot, 'docs', 'api'), { recursive: true });
  writeFileSync(join(packageRoot, 'docs', 'api', file), text);
}

const machinePage = join(packageRoot, 'docs', '03-the-machine.md');
writeFileSync(machinePage, withDiagram(readFileSync(machinePage, 'utf8')));

const proofPage = join(packageRoot, 'docs', '05-the-proof.md');
writeFileSync(proofPage, withInvariant(readFileSync(proofPage, 'utf8')));

const comparison = readCommitted();
const rivalsPage = join(packageRoot, 'docs', '07-rivals.md');
writeFileSync(rivalsPage, withMatrix(readFileSync(rivalsPage, 'utf8'), comparison));

const readme = join(packageRoot, 'README.md');
writeFileSync(readme, withSummary(readFileSync(readme, 'utf8'), comparison));

const protocols = await verify(protocolFiles(packageRoot), { from: packageRoot });
const protocolsPage = join(packageRoot, 'docs', '11-protocols.md');
writeFileSync(protocolsPage, withProtocols(readFileSync(protocolsPage, 'utf8'), packageRoot, protocols));
