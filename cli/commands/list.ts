// quiesce list: what there is to verify.

import type { Command } from 'commander';

const examples = `
Examples:
  quiesce list
  quiesce list --json`;

/** defineList declares the command. */
export function defineList(command: Command): void {
  command.option('--json', 'print the list as one JSON document').addHelpText('after', examples).action(run);
}

async function run(flags: { readonly json?: boolean }): Promise<void> {
  const { catalogue, catalogueText } = await import('../catalogue.js');
  const list = await catalogue();
  process.stdout.write(flags.json ? `${JSON.stringify(list, undefined, 2)}\n` : catalogueText(list));
}
