// Source places for people: from `file:line:column` in the running JavaScript to `path/file.ts:line`, by source maps.
// Paths are relative to the package or the working folder, so that reports are the same on every multiprocessor.

import type { SourceMap } from 'node:module';
import { inTheSource } from '../program/source.js';
import { nodeModules, workingFolder } from './platform.js';

const platform = nodeModules && {
  ...nodeModules('node:fs'),
  ...nodeModules('node:module'),
  ...nodeModules('node:path'),
  fileURLToPath: nodeModules('node:url').fileURLToPath,
};
type Node = NonNullable<typeof platform>;

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
  return places ? places.mapped(raw) : raw.replace(inTheSource, '');
}

/** Places as Node's maps have them. */
class Places {
  readonly #node: Node;
  readonly #packageRoot: string;

  constructor(node: Node) {
    this.#node = node;
    this.#packageRoot = this.#rootOf(node.dirname(node.fileURLToPath(import.meta.url)));
  }

  mapped(raw: string): string {
    const { dirname, fileURLToPath, isAbsolute, resolve } = this.#node;
    const match = /^(.*):(\d+):(\d+)$/.exec(raw.replace(inTheSource, ''));
    if (!match) return raw;
    const file = match[1]!.startsWith('file:') ? fileURLToPath(match[1]!) : match[1]!;
    if (raw.endsWith(inTheSource)) return `${this.#shortened(file)}:${match[2]}`;
    const entry = this.#mapOf(match[1]!, file)?.findEntry(Number(match[2]) - 1, Number(match[3]) - 1);
    if (!entry || !('originalSource' in entry)) return `${this.#shortened(file)}:${match[2]}`;
    const { originalSource, originalLine } = entry;
    const source = originalSource.startsWith('file:') ? fileURLToPath(originalSource) : originalSource;
    return `${this.#shortened(isAbsolute(source) ? source : resolve(dirname(file), source))}:${originalLine + 1}`;
  }

  /** A module that was loaded anew is known by its address, which says so; others by their file too. */
  #mapOf(address: string, file: string): SourceMap | undefined {
    const { findSourceMap } = this.#node;
    if (!maps.has(address)) maps.set(address, findSourceMap(address) ?? findSourceMap(file) ?? this.#mapBeside(file));
    return maps.get(address);
  }

  /** A map that can not be read, or is none, is as good as none. */
  #mapBeside(file: string): SourceMap | undefined {
    try {
      return new this.#node.SourceMap(JSON.parse(this.#node.readFileSync(`${file}.map`, 'utf8')));
    } catch {
      return undefined;
    }
  }

  #shortened(file: string): string {
    const { relative, sep } = this.#node;
    const inPackage = relative(this.#packageRoot, file);
    const folder = workingFolder();
    const best = inPackage.startsWith('..') && folder !== undefined ? relative(folder, file) : inPackage;
    return best.split(sep).join('/');
  }

  /** The folder of the package: the nearest above with a package.json. */
  #rootOf(folder: string): string {
    const { dirname, existsSync, resolve } = this.#node;
    let at = folder;
    while (!existsSync(resolve(at, 'package.json')) && dirname(at) !== at) at = dirname(at);
    return at;
  }
}

const places = platform && new Places(platform);
