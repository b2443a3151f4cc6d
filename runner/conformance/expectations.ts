// Which mechanisms are expected to diverge from the machine, and why: contrasts that scenarios run beside the paper's
// mechanism and its cures. A contrast that conforms is as wrong as a cure that diverges.

/** contrasts are the mechanisms that the paper's machine must refuse, by name. */
export const contrasts: Readonly<Record<string, string>> = Object.freeze({
  lenient: 'in block it lets calls in that are not recursive',
  byGeneration: 'it has neither a count nor a table, and one generation instead of two',
  byGenerationNumber: 'it has neither a count nor a table, and one generation instead of two',
  freedAtOnce: 'it frees the mediator without a second grace period',
});

/**
 * Where a contrast has no occasion to differ from the paper's mechanism: `scenario@mechanism`. In these scenarios it
 * conforms, and is expected to.
 */
export const withoutOccasion: readonly string[] = Object.freeze(['lockBesideTheComponent@lenient']);

/** whyDiverging tells why a mechanism is expected to diverge in a scenario; undefined where it is expected to conform. */
export function whyDiverging(scenario: string, mechanism: string): string | undefined {
  return withoutOccasion.includes(`${scenario}@${mechanism}`) ? undefined : contrasts[mechanism];
}
