// PlusCal: an algorithm in a comment that is translated into the module's own text. One without its translation is translated in
// a copy. A translation of another algorithm is an error, because what is checked would not be what is written: TLC's parser
// knows it by the checksums that the translator leaves, and warns; a translation without them cannot be told.

import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { QuiesceError } from '../../engine/program/errors.js';
import { type Archive, findArchive } from '../archive.js';
import { readText } from '../module.js';
import { inTemporaryFolder } from '../temporaryFolder.js';
import type { OwnSpecification } from './ownFiles.js';

const algorithm = /--(?:fair\s+)?algorithm\b/;
const begin = /^\s*\\\*+ BEGIN TRANSLATION.*$/m;
const end = /^\s*\\\*+ END TRANSLATION.*$/m;

/** hasAlgorithm tells whether a module has one: only TLC's parser knows whether its translation is of another. */
export function hasAlgorithm(text: string): boolean {
  return algorithm.test(text);
}

/** hasUntranslatedAlgorithm tells whether a module has an algorithm and nothing between the marks of its translation. */
export function hasUntranslatedAlgorithm(text: string): boolean {
  return algorithm.test(text) && (translationIn(text) ?? '') === '';
}

function translationIn(text: string): string | undefined {
  const from = begin.exec(text);
  const to = end.exec(text);
  if (!from || !to) return undefined;
  return text.slice(from.index + from[0].length, to.index).trim();
}

/** translated does something with a specification whose algorithm is translated, in a copy where it has to be. Throws QSC413. */
export async function translated<T>(
  own: OwnSpecification,
  given: Archive | undefined,
  use: (own: OwnSpecification) => Promise<T>,
): Promise<T> {
  if (!hasUntranslatedAlgorithm(readText(own.tlaPath))) return await use(own);
  return await inTemporaryFolder('pluscal', async (folder) => {
    const tlaPath = join(folder, basename(own.tlaPath));
    cpSync(own.tlaPath, tlaPath);
    translate(folder, tlaPath, given ?? findArchive(), own.name);
    return await use({ ...own, tlaPath, libraries: [dirname(own.tlaPath), ...own.libraries] });
  });
}

/** refuseStale throws QSC420 where TLC's parser says that an algorithm and its translation are not of each other. */
export function refuseStale(name: string, plain: string): void {
  const stale =
    /WARNING: The (PlusCal algorithm|TLA\+ translation) in module (\w+) has changed since its last translation/.exec(
      plain,
    );
  if (!stale) return;
  const next = `translate it again: java pcal.trans ${stale[2]}.tla; or take it as it is: --stale`;
  throw new QuiesceError('QSC420', `${name}: the ${stale[1]} in ${stale[2]} has changed since its last translation`, {
    next,
  });
}

function translate(folder: string, tlaPath: string, { path }: Archive, name: string): void {
  const words = ['-cp', path, 'pcal.trans', '-nocfg', basename(tlaPath)];
  const { error, stdout = '' } = spawnSync('java', words, { cwd: folder, encoding: 'utf8' });
  if (error) throw new QuiesceError('QSC415', `java: ${error.message}`);
  const done = translationIn(readFileSync(tlaPath, 'utf8')) ?? '';
  const failed = /Unrecoverable error:\s*([\s\S]*?)\n\s*\n/.exec(stdout)?.[1];
  if (failed === undefined && done !== '') return;
  throw new QuiesceError('QSC413', `${name}: ${(failed ?? stdout).replace(/\s+/g, ' ').trim().slice(0, 240)}`);
}
