// Names of events, and what stands for many of them, as xstate has it: `*` is any event, `mouse.*` any that begins so, `mouse`
// itself included.

/** answersTo tells whether an event is among those that a descriptor stands for. */
export function answersTo(event: string, descriptor: string): boolean {
  if (descriptor === '*' || descriptor === event) return true;
  if (!isForMany(descriptor)) return false;
  const beginning = descriptor.slice(0, -2);
  return event === beginning || event.startsWith(`${beginning}.`);
}

/** isForMany tells a descriptor of several events from the name of one. */
export function isForMany(descriptor: string): boolean {
  return descriptor === '*' || descriptor.endsWith('.*');
}

/**
 * isArrowOf tells whether an arrow of a chart, which is named after its state, its event and its place there, is taken by a
 * step. Names may have spaces in them.
 */
export function isArrowOf(arrow: string, step: string): boolean {
  return arrow === step || arrow.replace(/ \d+$/, '').endsWith(` ${step}`) || answersTo(step, descriptorOf(arrow));
}

/** descriptorOf is the last word of an arrow but for its place: its event, unless that has spaces in it. */
export function descriptorOf(arrow: string): string {
  return arrow.replace(/ \d+$/, '').split(' ').at(-1)!;
}
