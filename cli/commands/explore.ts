import type { Command } from 'commander';

export function defineExplore(command: Command): void {
  command.action(() => {});
}
