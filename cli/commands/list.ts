import type { Command } from 'commander';

export function defineList(command: Command): void {
  command.action(() => {});
}
