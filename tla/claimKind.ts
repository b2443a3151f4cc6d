// Whether what a configuration claims is of safety alone or of liveness too, for reports. Read from the texts: a property is
// temporal, but for a refinement `Alias!Spec`, which is a claim about steps. Leaves out what a formula means.

import type { ClaimFiles } from './claimPlace.js';
import { readText } from './module.js';
import { cfgSections, wordsOf } from './own/cfgText.js';
import { modulesByPath } from './own/ownModules.js';

/** claimKind is `liveness` where some property of the configuration is temporal. Throws QSC412 and QSC413. */
export function claimKind({ cfgPath, tlaPath, libraries = [] }: ClaimFiles): 'safety' | 'liveness' {
  const properties = wordsOf(cfgSections(readText(cfgPath)), /^(PROPERTY|PROPERTIES)$/);
  if (properties.length === 0) return 'safety';
  const modules = [...modulesByPath({ tlaPath, libraries }).values()];
  const isRefinement = (name: string) =>
    modules.some(({ definitions }) => /^\s*\w+!Spec\b/.test(definitions.get(name) ?? ''));
  return properties.every(isRefinement) ? 'safety' : 'liveness';
}
