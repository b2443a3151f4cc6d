// Which machine a mechanism is held to, in a workload of one reference: each of its two forms has one.

import type { MachineState, Specification } from '../../conformance/index.js';
import { QuiesceError } from '../../engine/program/errors.js';
import { isClustered } from '../../impl/clustered/layout.js';
import type { MechanismVariant, Site } from '../../impl/contract.js';
import { spreadSpecification } from '../../model/clustered/specification.js';
import { isSpecified, swapSpecifications } from '../../model/specification.js';

/** machineSpecification is the machine of the one reference that is swapped. Throws QSC404. */
export function machineSpecification(variant: MechanismVariant, site: Site): Specification<MachineState> {
  if (isSpecified(variant, site)) return swapSpecifications(variant, site)[0]!;
  const { mechanism } = variant.install(site);
  const swapped = site.references.find(({ swaps }) => swaps > 0);
  if (isClustered(mechanism) && swapped) return spreadSpecification(mechanism, swapped.name);
  throw new QuiesceError('QSC404', `${variant.name} is not the mechanism of impl/hotswap or impl/clustered`);
}
