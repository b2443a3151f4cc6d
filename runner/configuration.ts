// A project's configuration, quiesce.config.ts: which files there are to verify, and how. It is code, and runs in a worker
// as everything of the user's does; what comes back is plain data.

import { QuiesceError } from '../engine/program/errors.js';
import { refuseUnknownOptions } from '../engine/program/misspelt.js';
import type { Limits } from '../engine/search/options.js';
import type { Exported } from './exports.js';
import { loadFile, relativePath } from './loadFile.js';
import { lookedAt } from './lookedAt.js';

/** What a project may say: `export const config: ProjectConfiguration = { ... }`, or as the default export. */
export interface ProjectConfiguration {
  /** Paths and patterns (`*`, `**`, `{a,b}`) from the folder of the configuration; every *.quiesce.ts below it unless told. */
  readonly files?: readonly string[];
  readonly limits?: Limits;
  /** Explorations at a time; as many as there are cores unless told. */
  readonly jobs?: number;
}

const fields: Readonly<Record<keyof ProjectConfiguration, true>> = { files: true, limits: true, jobs: true };
const limits: Readonly<Record<keyof Limits, true>> = { states: true, seconds: true, memoryMiB: true };

/** loadConfiguration throws QSC106 and QSC131, and what loading a file throws. */
export async function loadConfiguration(path: string, from: string): Promise<ProjectConfiguration> {
  const file = relativePath(path, from);
  const exported = await loadFile(path, { from });
  return await lookedAt(file, () => read(exported, file));
}

function read({ config, default: byDefault }: Exported, file: string): ProjectConfiguration {
  const found = (config ?? byDefault) as ProjectConfiguration;
  if (typeof found !== 'object' || found === null || Array.isArray(found))
    throw new QuiesceError('QSC106', `${file} exports no 'config': { files, limits, jobs }`);
  refuseUnknownOptions(file, found, fields);
  return checked(found, file);
}

function checked(found: ProjectConfiguration, file: string): ProjectConfiguration {
  const { files, jobs } = found;
  if (files !== undefined && !(Array.isArray(files) && files.every((each) => typeof each === 'string')))
    throw new QuiesceError('QSC106', `${file}: files is no list of paths`);
  if (jobs !== undefined && !(Number.isInteger(jobs) && jobs > 0 && jobs <= 1024))
    throw new QuiesceError('QSC104', `${file}: jobs: ${jobs}`);
  const given = found.limits ?? {};
  if (typeof given !== 'object') throw new QuiesceError('QSC106', `${file}: limits is no record`);
  refuseUnknownOptions(`limits of ${file}`, given, limits);
  return {
    ...(files === undefined ? {} : { files: [...files] }),
    ...(found.limits === undefined ? {} : { limits: { ...given } }),
    ...(jobs === undefined ? {} : { jobs }),
  };
}
