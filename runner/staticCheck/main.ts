// The static check over the sources of this package, for lint: `node dist/runner/staticCheck/main.js impl scenarios mutants`.

import { join, relative, sep } from 'node:path';
import ts from 'typescript';
import { packageRoot } from '../packageRoot.js';
import { staticCheck } from './staticCheck.js';

function packageProgram(): ts.Program {
  const config = ts.readConfigFile(join(packageRoot, 'tsconfig.json'), ts.sys.readFile);
  const parsed = ts.parseJsonConfigFileContent(config.config, ts.sys, packageRoot);
  return ts.createProgram({ rootNames: parsed.fileNames, options: parsed.options });
}

function isIn(folders: readonly string[]): (file: ts.SourceFile) => boolean {
  return (file) => folders.includes(relative(packageRoot, file.fileName).split(sep)[0] ?? '');
}

const program = packageProgram();
const files = program.getSourceFiles().filter(isIn(process.argv.slice(2)));
const findings = staticCheck(program, files, packageRoot);
for (const finding of findings) console.error(`QSC107 ${finding}`);
console.log(`static check: ${files.length} files, ${findings.length} captures of mutable state`);
process.exitCode = findings.length > 0 || files.length === 0 ? 1 : 0;
