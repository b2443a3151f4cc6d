// The static check over the sources of this package, for lint: `node dist/runner/staticCheck/main.js impl properties scenarios mutants`.

import { join, relative, sep } from 'node:path';
import type TS from 'typescript';
import { ts } from '../compiler.js';
import { packageRoot } from '../packageRoot.js';
import { staticCheck } from './staticCheck.js';

function packageProgram(): TS.Program {
  const config = ts.readConfigFile(join(packageRoot, 'tsconfig.json'), ts.sys.readFile);
  const parsed = ts.parseJsonConfigFileContent(config.config, ts.sys, packageRoot);
  return ts.createProgram({ rootNames: parsed.fileNames, options: parsed.options });
}

function isIn(folders: readonly string[]): (file: TS.SourceFile) => boolean {
  return (file) => folders.includes(relative(packageRoot, file.fileName).split(sep)[0] ?? '');
}

const program = packageProgram();
const files = program.getSourceFiles().filter(isIn(process.argv.slice(2)));
const found = staticCheck(program, files, packageRoot);
for (const { code, texts } of found) for (const text of texts) console.error(`${code} ${text}`);
const count = found.reduce((sum, { texts }) => sum + texts.length, 0);
console.log(`static check: ${files.length} files, ${count} captures of mutable state or forgotten programs`);
process.exitCode = count > 0 || files.length === 0 ? 1 : 0;
