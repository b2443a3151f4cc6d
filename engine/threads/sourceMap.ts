// Source places for people: from `file:line:column` in the running JavaScript to `path/file.ts:line`, by source maps.
// Paths are relative to the package or the working folder, so that reports are the same on every multiprocessor.

import { existsSync, readFileSync } from 'node:fs';
import { findSourceMap, SourceMap } from 'node:module';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inTheSource } from '../program/source.js';

const packageRoot = rootOf(dirname(fileURLToPath(import.meta.url)));
const maps = new Map<string, SourceMap | undefined>();
const shown = new Map<string, string>();

/** showSource maps a raw place to one that a person can open; unmapped places stay as they are, made relative. */
export function showSource(raw: string): string {
  let text = shown.get(raw);
  if (text === undefined) {
    text = mapped(raw);
    shown.set(raw, text);
  }
  return text;
}

function mapped(raw: string): string {
  const match = /^(.*):(\d+):(\d+)$/.exec(raw.replace(inTheSource, ''));
  if (!match) return raw;
  const file = match[1]!.startsWith('file:') ? fileURLToPath(match[1]!) : match[1]!;
  if (raw.endsWith(inTheSource)) return `${shortened(file)}:${match[2]}`;
  const entry = mapOf(match[1]!, file)?.findEntry(Number(match[2]) - 1, Number(match[3]) - 1);
  if (!entry || !('originalSource' in entry)) return `${shortened(file)}:${match[2]}`;
  const source = entry.originalSource.startsWith('file:') ? fileURLToPath(entry.originalSource) : entry.originalSource;
  return `${shortened(isAbsolute(source) ? source : resolve(dirname(file), source))}:${entry.originalLine + 1}`;
}

/** A module that was loaded anew is known by its address, which says so; others by their file too. */
function mapOf(address: string, file: string): SourceMap | undefined {
  if (!maps.has(address)) maps.set(address, findSourceMap(address) ?? findSourceMap(file) ?? mapBeside(file));
  return maps.get(address);
}

function mapBeside(file: string): SourceMap | undefined {
  const beside = `${file}.map`;
  if (!existsSync(beside)) return undefined;
  return new SourceMap(JSON.parse(readFileSync(beside, 'utf8')));
}

function shortened(file: string): string {
  const inPackage = relative(packageRoot, file);
  const inFolder = relative(process.cwd(), file);
  const best = inPackage.startsWith('..') ? inFolder : inPackage;
  return best.split(sep).join('/');
}

/** The folder of the package: the nearest above with a package.json. */
function rootOf(folder: string): string {
  let at = folder;
  while (!existsSync(resolve(at, 'package.json')) && dirname(at) !== at) at = dirname(at);
  return at;
}
