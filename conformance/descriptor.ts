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

/** isArrowOf tells whether an arrow of a chart, which is named after its state and its event, is taken by a step. */
export function isArrowOf(arrow: string, step: string): boolean {
  return arrow === step || answersTo(step, arrow.split(' ')[1] ?? arrow);
}
