// Where this package declares its scenarios, and the workload of each configuration: the file and the line that its name stands
// at, found in the texts that are packed with it, once. Leaves out a scenario whose name is not written as it is; and all where the texts are not, as in a copy for mutants.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nameIn } from './declaredAt.js';
import { packageRoot } from './packageRoot.js';

export interface Place {
  readonly file: string;
  readonly line: number;
}

const folder = 'scenarios';
let places: ReadonlyMap<string, Place> | undefined;

/** declaredInPackage gives the file from the package's root. */
export function declaredInPackage(name: string): Place | undefined {
  // The first place of a name stands.
  places ??= new Map(existsSync(join(packageRoot, folder)) ? filesBelow(folder).flatMap(placesIn).reverse() : []);
  return places.get(name);
}

function filesBelow(path: string): readonly string[] {
  return readdirSync(join(packageRoot, path), { withFileTypes: true }).flatMap((entry) => {
    const below = `${path}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(below) : entry.name.endsWith('.ts') ? [below] : [];
  });
}

/** The configuration that a line gives a workload. */
function configurationIn(line: string): string | undefined {
  return /^ {2,4}(?:workload\(|configuration: )?'(MC\w+)'/.exec(line)?.[1];
}

/** Threads have names too; a scenario's stands before any other in its declaration. */
function placesIn(file: string): (readonly [name: string, place: Place])[] {
  const lines = readFileSync(join(packageRoot, file), 'utf8').split('\n');
  return lines.flatMap((line, index) => {
    const name = /^ {0,4}name:/.test(line) ? nameIn(line) : configurationIn(line);
    return name === undefined ? [] : [[name, { file, line: index + 1 }] as const];
  });
}
