// Where a claim of a TLA+ specification is written, and that annotations of a check point there.

import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { claimPlace } from '../../tla/claimPlace.js';
import { folderWith, quiesce } from '../cli/run.js';

const base = `---- MODULE Base ----
EXTENDS Naturals, Apart
VARIABLE x
Low == x < 2
====`;
const counter = `---- MODULE Counter ----
EXTENDS Base
(* once it was
Low == x < 3 *)
Init == x = 0
Next == x < 5 /\\ x' = x + 1
Spec == Init /\\ [][Next]_<<x>>
Own(n) ==
  x < n
====`;
const cfg = 'CONSTANT N = 2\nSPECIFICATION Spec\nINVARIANT Low Missing\n';

describe('the place of a claim', () => {
  const place = (claim?: string) => {
    const apart = '---- MODULE Apart ----\nFar == TRUE\n====';
    const texts = { 'Base.tla': base, 'Counter.tla': counter, 'Counter.cfg': cfg, 'apart/Apart.tla': apart };
    const folder = folderWith(texts);
    const files = { cfgPath: join(folder, 'Counter.cfg'), tlaPath: join(folder, 'Counter.tla') };
    const { path, line } = claimPlace({ ...files, libraries: [join(folder, 'apart')] }, claim);
    return [relative(folder, path), line];
  };

  it('is where the module defines it, or one that it extends', () => {
    expect(place('Own')).toEqual(['Counter.tla', 8]);
    expect(place('Low')).toEqual(['Base.tla', 4]);
    expect(place('Far')).toEqual(['apart/Apart.tla', 2]);
  });

  it('is where the configuration names it, else where it names the specification, else its first line', () => {
    expect(['Missing', undefined, 'Nowhere'].map(place)).toEqual([3, 2, 1].map((line) => ['Counter.cfg', line]));
  });
});

describe('quiesce tla with documents', () => {
  it('points at the line that defines what is violated', () => {
    const text = counter
      .replace('EXTENDS Base', 'EXTENDS Naturals\nVARIABLE x\nLow == x < 2\nvars == <<x>>')
      .replace('_<<x>>', '_vars');
    const folder = folderWith({ 'Counter.tla': text, 'Counter.cfg': 'SPECIFICATION Spec\nINVARIANT Low\n' });

    const { code } = quiesce(folder, 'tla', './Counter.cfg', '--engine', 'embedded', '--out', 'out');
    const printed = quiesce(folder, 'report', 'out/result.json', '--format', 'github').stdout;

    expect(code).toBe(1);
    expect(printed).toMatch(/^::error file=Counter\.tla,line=4,title=everyClaimHolds::.*invariant violated: Low/);
    expect(quiesce(folder, 'report', 'out/result.json', '--format', 'junit').stdout).toContain(
      'name="everyClaimHolds" file="Counter.tla" line="4" ',
    );
  });

  it('points into the modules of this package by their names from its root, and annotates nothing that is as expected', () => {
    const folder = folderWith({});

    expect(quiesce(folder, 'tla', 'FailsLingering', '--out', 'out').code).toBe(0);
    expect(quiesce(folder, 'report', 'out/result.json', '--format', 'github').stdout).toBe('');
    expect(quiesce(folder, 'report', 'out/result.json', '--format', 'junit').stdout).toMatch(
      /file="tla\/\w+\.tla" line="\d+"/,
    );
  });
});
