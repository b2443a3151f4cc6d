import type { Command } from 'commander';

export function defineReplay(command: Command): void {
  command.action(() => {});
}
