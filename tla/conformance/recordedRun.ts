// A run of the implementation as a module that TLC holds to the specification: HotSwapTrace follows its actions.
// One run, not all of them: for a run from elsewhere, and as a second opinion on the check of every interleaving.

import { join } from 'node:path';
import { type Label, labelOfStep, ruleFor, writeLabel, writeValue } from '../../conformance/index.js';
import type { ReplayResult } from '../../engine/index.js';
import type { Event } from '../../engine/program/event.js';
import { withClaims } from '../configuration.js';
import { loadNamed } from '../manifest.js';
import { parseModule, readText } from '../module.js';
import type { TlaResult } from '../result.js';
import { checkTlc } from '../tlc.js';
import { actionRules } from './rules.js';

/** actionsOf reads the actions off the events of a run, in order. Throws QSC402 for an event that has no place. */
export function actionsOf({ steps }: Pick<ReplayResult, 'steps'>): readonly Label[] {
  return steps.flatMap(({ events }) => events.flatMap(actionOf));
}

function actionOf(event: Event): readonly Label[] {
  const rule = ruleFor(actionRules, event);
  return rule.kind === 'step' ? [labelOfStep(rule.step(event))] : [];
}

/** recordedModule is the module RecordedTrace. */
export function recordedModule(actions: readonly Label[]): string {
  const elements = actions.map(({ action, parameters }) => `<<${[action, ...parameters].map(writeValue).join(', ')}>>`);
  return `---- MODULE RecordedTrace ----\nEXTENDS Integers\n\nTrace == <<\n  ${elements.join(',\n  ')}\n>>\n====\n`;
}

export interface RunVerdict {
  readonly accepted: boolean;
  /** How many of the actions the specification could follow. */
  readonly followed: number;
  /** The first action that it could not. */
  readonly refused?: string;
  readonly outcome: TlaResult;
}

/** checkRun asks TLC whether the actions are a behaviour of a configuration. */
export function checkRun(folder: string, configuration: string, actions: readonly Label[]): RunVerdict {
  const [loaded] = loadNamed(folder, folder, [configuration]);
  const trace = parseModule(readText(join(folder, 'HotSwapTrace.tla')));
  const beside = [loaded!.module, ...loaded!.beside, parseModule(recordedModule(actions))];
  const claims = { invariants: ['NotAccepted'], properties: [] };
  const outcome = checkTlc(trace, withClaims(loaded!.configuration, claims, 'INIT TraceInit\nNEXT TraceNext'), {
    beside,
  });
  const accepted = outcome.verdict === 'invariant violated';
  const followed = accepted ? actions.length : Number(outcome.trace?.at(-1)?.position ?? 1) - 1;
  const refused = actions[followed];
  return { accepted, followed, outcome, ...(refused === undefined ? {} : { refused: writeLabel(refused) }) };
}
