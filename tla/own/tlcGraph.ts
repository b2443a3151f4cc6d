// The state graph of a user's specification as TLC writes it.

import { writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { QuiesceError } from '../../engine/program/errors.js';
import { inTemporaryFolder } from '../temporaryFolder.js';
import { labelVariable } from './actions.js';
import { cfgSections, isOfConstants } from './cfgText.js';
import { type OwnGraphText, parseOwnDot } from './ownDot.js';
import type { OwnSpecification } from './ownFiles.js';
import type { GraphMaker } from './ownGraph.js';
import { ownResult } from './ownResult.js';
import { refuseStale } from './pluscal.js';
import { runTlc, type TlcRun } from './tlcMessages.js';

/** byTlc makes graphs with TLC, with its own names of actions where nothing is labelled. */
export function byTlc(limits: Pick<TlcRun, 'secondsMax' | 'isInterrupted'>): GraphMaker {
  return {
    hasNames: true,
    plain: (own) => graphText(own, bareConfiguration(own), limits),
    labelled: (own, { init }, definitions) => labelledText(own, init, definitions, limits),
  };
}

/** The configuration with nothing claimed: a violation would end the graph. */
function bareConfiguration({ cfg }: OwnSpecification): string {
  const sections = cfgSections(cfg).filter(({ keyword }) => /^(SPECIFICATION|INIT|NEXT|CONSTANTS?)$/.test(keyword));
  const lines = sections.map(({ keyword, words }) => `${keyword} ${words.join(' ')}`);
  return [...lines, 'CHECK_DEADLOCK FALSE', ''].join('\n');
}

async function labelledText(
  own: OwnSpecification,
  init: string,
  definitions: string,
  limits: Pick<TlcRun, 'secondsMax' | 'isInterrupted'>,
): Promise<OwnGraphText> {
  return await inTemporaryFolder('labelled', async (folder) => {
    const tlaPath = join(folder, 'QuiesceLabelled.tla');
    writeFileSync(tlaPath, moduleWith(basename(own.tlaPath, '.tla'), init, definitions));
    const constants = cfgSections(own.cfg)
      .filter(isOfConstants)
      .map(({ words }) => `CONSTANT ${words.join(' ')}`);
    const cfg = ['INIT QuiesceInit', 'NEXT QuiesceNext', ...constants, 'CHECK_DEADLOCK FALSE', ''].join('\n');
    return await graphText({ ...own, tlaPath, libraries: [dirname(own.tlaPath), ...own.libraries] }, cfg, limits);
  });
}

function moduleWith(extended: string, init: string, definitions: string): string {
  const head = ['---- MODULE QuiesceLabelled ----', `EXTENDS ${extended}`, `VARIABLE ${labelVariable}`, ''];
  return [...head, `QuiesceInit == ${init} /\\ ${labelVariable} = <<"start">>`, '', definitions, '====', ''].join('\n');
}

async function graphText(
  own: OwnSpecification,
  cfg: string,
  limits: Pick<TlcRun, 'secondsMax' | 'isInterrupted'>,
): Promise<OwnGraphText> {
  return await inTemporaryFolder('graph', async (folder) => {
    const cfgPath = join(folder, 'graph.cfg');
    writeFileSync(cfgPath, cfg);
    const { tlaPath, libraries, name } = own;
    const run = await runTlc({ ...limits, cfgPath, tlaPath, libraries, dumpsStates: true });
    if (!own.takesStale) refuseStale(name, run.plain);
    const { verdict, states } = ownResult(name, run);
    if (verdict !== 'holds') throw new QuiesceError('QSC413', `${name}: ${verdict}, with nothing claimed`);
    const graph = parseOwnDot(run.dot ?? '');
    if (graph.nodes.size !== states)
      throw new QuiesceError('QSC419', `${name}: ${states} states, and ${graph.nodes.size} written`);
    return graph;
  });
}
