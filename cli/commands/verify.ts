import type { Command } from 'commander';

export function defineVerify(command: Command): void {
  command.action(() => {});
}
