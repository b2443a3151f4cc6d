// `quiesce/opentelemetry`: swaps and calls as spans. `@opentelemetry/api` is an optional peer; without a tracer of the service's own
// its spans go nowhere, at hardly any cost.

import { tracingChannel } from 'node:diagnostics_channel';
import { type Attributes, type Span, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import { type Interposer, whenEnded } from './interposer.js';
import type { SwapBegun, SwapReport } from './swap.js';

const ownTracer = (): Tracer => trace.getTracer('quiesce');

/**
 * spansOfSwaps makes a span of every swap of the process from now on: `swap cart`, with what it put in the place of what, how it
 * ended and who held it up. It returns what ends this.
 *
 * @example
 * const end = spansOfSwaps();
 * typeof end // => 'function'
 */
export function spansOfSwaps(tracer: Tracer = ownTracer()): () => void {
  const spans = new WeakMap<object, Span>();
  const channel = tracingChannel<string, object>('quiesce:swap');
  const ended = (begun: object) => {
    const { result, error } = begun as SwapBegun & { readonly error?: unknown };
    const span = spans.get(begun);
    if (!span) return;
    spans.delete(begun);
    if (result) describe(span, result);
    else failed(span, error);
    span.end();
  };
  const subscribers = {
    start: (begun: object) => void spans.set(begun, begin(tracer, begun as SwapBegun)),
    end: () => {},
    asyncStart: () => {},
    asyncEnd: ended,
    error: () => {},
  };
  channel.subscribe(subscribers);
  return () => void channel.unsubscribe(subscribers);
}

function begin(tracer: Tracer, { component, from, to }: SwapBegun): Span {
  const attributes = { 'quiesce.component': component, 'quiesce.from': from, 'quiesce.to': to };
  return tracer.startSpan(`swap ${component}`, { attributes });
}

function describe(span: Span, { outcome, format, reason, heldUpBy }: SwapReport): void {
  const held = heldUpBy.map(({ activity }) => activity);
  const attributes: Attributes = { 'quiesce.outcome': outcome, 'quiesce.format': format };
  span.setAttributes(held.length > 0 ? { ...attributes, 'quiesce.held_up_by': held } : attributes);
  if (reason) failed(span, reason);
}

function failed(span: Span, error: unknown): void {
  span.recordException(error instanceof Error ? error : String(error));
  span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
}

/**
 * spans makes an interposer by which every call of a component is a span, within the one that is active where it is called.
 *
 * @example
 * spans().name // => 'spans'
 */
export function spans(tracer: Tracer = ownTracer()): Interposer {
  return {
    name: 'spans',
    around: ({ component, method }, proceed) =>
      tracer.startActiveSpan(`${component}.${method}`, (span) =>
        whenEnded(proceed, (outcome, value) => {
          if (outcome === 'threw') failed(span, value);
          span.end();
        }),
      ),
  };
}
