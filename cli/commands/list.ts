// quiesce list: what there is to verify, and which components share which transfer formats.

import type { Command } from 'commander';
import { jsonDocument } from '../../engine/program/visible.js';

const examples = `
Examples:
  quiesce list
  quiesce list --json
  quiesce list --formats`;

/** defineList declares the command. */
export function defineList(command: Command): void {
  command
    .option('--json', 'print the list as one JSON document')
    .option('--formats', 'list the transfer formats that pairs of components have in common instead')
    .addHelpText('after', examples)
    .action(run);
}

async function run(flags: { readonly json?: boolean; readonly formats?: boolean }): Promise<void> {
  if (flags.formats) return await listFormats(flags.json ?? false);
  const [{ catalogue, catalogueText }, { terminal }] = await Promise.all([
    import('../catalogue.js'),
    import('../terminal.js'),
  ]);
  const list = catalogue();
  process.stdout.write(flags.json ? jsonDocument(list) : catalogueText(list, terminal().width));
}

async function listFormats(json: boolean): Promise<void> {
  const [{ components }, { formatRows }, { formatsText }, { terminal }] = await Promise.all([
    import('../../impl/components/index.js'),
    import('../../impl/formats.js'),
    import('../../reports/formats.js'),
    import('../terminal.js'),
  ]);
  const rows = formatRows(components);
  process.stdout.write(json ? jsonDocument(rows) : formatsText(rows, terminal().width));
}
