// The page of a command other than verify, in the folder that its --out names: refused before the work where it cannot be
// written, written when the work is done.

import { resolve } from 'node:path';
import type { PageSubject } from '../reports/html.js';
import { userFolder } from '../runner/invocation.js';
import { refuseUnwritable, writeDocuments } from './outputFolder.js';
import { pageOf } from './page.js';

const page = 'report.html';

/** refuseBadPage throws QSC109 for a folder that the page could not be written to. */
export function refuseBadPage(out: string | false): void {
  if (out !== false) refuseUnwritable(resolve(userFolder, out), out, [page]);
}

/** writePage writes it, and says where on stderr. Throws QSC109. */
export async function writePage(out: string | false, subject: PageSubject): Promise<void> {
  if (out === false) return;
  writeDocuments(resolve(userFolder, out), out, [{ path: page, text: await pageOf(subject) }]);
  process.stderr.write(`${out}/${page}\n`);
}
