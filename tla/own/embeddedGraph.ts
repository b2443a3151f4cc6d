// The state graph of a user's specification as the engine without Java makes it, where it takes all of it.

import { QuiesceError } from '../../engine/program/errors.js';
import { type Configuration, parseConfiguration, withClaims } from '../configuration.js';
import type { DotGraph } from '../dot.js';
import { type Module, parseModule } from '../module.js';
import { wholeOf } from '../whole.js';
import { labelVariable } from './actions.js';
import { type EmbeddedLimits, graphEmbeddedWithin } from './embeddedWorker.js';
import type { OwnGraphText } from './ownDot.js';
import type { OwnSpecification } from './ownFiles.js';
import type { GraphMaker } from './ownGraph.js';
import { modulesOf } from './ownModules.js';
import { hasAlgorithm } from './pluscal.js';

/** byEmbedded makes graphs without Java. They have no names of actions but the labels. */
export function byEmbedded(limits: EmbeddedLimits): GraphMaker {
  return {
    hasNames: false,
    plain: (own) => graph(own, claimedIn(wholeIn(own)), limits),
    labelled: (own, { init }, definitions) => graph(own, labelledIn(wholeIn(own), init, definitions), limits),
  };
}

interface Asked {
  readonly module: Module;
  readonly configuration: Configuration;
}

/** wholeIn is all of the user's modules in one text. Throws QSC411 and QSC414 for what does not fit into one. */
export function wholeIn(own: OwnSpecification): Asked {
  const [module, ...beside] = modulesOf(own);
  if (hasAlgorithm(module!.text))
    throw new QuiesceError(
      'QSC411',
      `${own.name}: an algorithm, whose translation only TLC's parser knows to be its own`,
    );
  return wholeOf(module!, beside, parseConfiguration(own.name, own.cfg));
}

/** The engine has to be told a claim; this one is true. */
const claim = 'QuiesceTrue';

function claimedIn({ module, configuration }: Asked, more = '', behaviour = configuration.behaviour): Asked {
  const text = module.text.replace(/^={4,}\s*$/m, (end) => `${more}\n${claim} == 0 = 0\n\n${end}`);
  const claims = { invariants: [claim], properties: [] };
  return {
    module: parseModule(text),
    configuration: { ...withClaims(configuration, claims, behaviour), checksDeadlock: false },
  };
}

/** The variable of the labels is one of the list, because the engine knows one list. */
function labelledIn({ module, configuration }: Asked, init: string, definitions: string): Asked {
  const text = module.text.replace(/^(VARIABLES?)\b/m, (_, word: string) => `${word} ${labelVariable},`);
  const start = `QuiesceInit == ${init} /\\ ${labelVariable} = <<"start">>\n\n${definitions}\n`;
  return claimedIn({ module: parseModule(text), configuration }, start, 'INIT QuiesceInit\nNEXT QuiesceNext');
}

async function graph({ name }: OwnSpecification, { module, configuration }: Asked, limits: EmbeddedLimits) {
  return ownText(name, await graphEmbeddedWithin({ name, module: module.text, configuration }, limits));
}

function ownText(name: string, { nodes, edges, initial }: DotGraph): OwnGraphText {
  if (initial.length === 0) throw new QuiesceError('QSC419', `${name}: a state graph without an initial state`);
  return { nodes, initial, edges: edges.map(([from, to]) => ({ from, to, action: '' })) };
}
