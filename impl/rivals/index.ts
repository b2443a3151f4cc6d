// The rivals of the mediator, each by the name of its idea.

export { codeChange } from './codeChange.js';
export { dynamicClasses } from './dynamicClasses.js';
export { generationInterposer, numberedInterposer } from './generationInterposer.js';
export { kramerMagee } from './kramerMagee.js';
export { lenientAdmission } from './lenientAdmission.js';
export { livepatch, livepatchImmediate, livepatchKGraft, livepatchKpatch } from './livepatch.js';
export { readCopyUpdate } from './readCopyUpdate.js';
export { readerPreferringLock, writerPreferringLock } from './readerWriterLock.js';
export { referenceCount } from './referenceCount.js';
export { replugging } from './replugging.js';
export { stopTheWorldLeaving, stopTheWorldRewriting } from './stopTheWorld.js';
export { tranquillity } from './tranquillity.js';
export { versionConsistency } from './versionConsistency.js';
