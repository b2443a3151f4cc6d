// How the tool was called: the folder that the user stands in, and the words that call it again.
// Under `npm run`, npm moves to the package's folder and keeps the user's in INIT_CWD.

import { resolve } from 'node:path';
import { packageRoot } from './packageRoot.js';

const script = process.env.npm_lifecycle_event ?? '';
const isOwnScript =
  ['quiesce', 'verify', 'verify:deep'].includes(script) &&
  process.env.npm_package_json === resolve(packageRoot, 'package.json');

/** The folder that relative paths start from. */
export const userFolder = isOwnScript ? (process.env.INIT_CWD ?? process.cwd()) : process.cwd();

/** In a checkout of this package, or run by one of its scripts: what there is to verify here is the package's own. */
export const isOwnCheckout = isOwnScript || resolve(process.cwd()) === resolve(packageRoot);

/** The words before a command in a line to be pasted. In a checkout the tool is not installed, so npm runs it. */
export const commandWords = isOwnCheckout ? 'npm run -s quiesce --' : 'npx quiesce';
