// Reads a result.json again. Whatever is not one, or is of a newer version, cut off or too large, is refused with its reason.

import { readFileSync, statSync } from 'node:fs';
import { QuiesceError } from '../engine/program/errors.js';
import type { VerificationResult } from '../runner/result.js';
import { whatIsWrong } from './resultShape.js';

/** A file that is larger is refused: it would be held in memory several times. */
const mebibytesMost = 100;

/** readResult throws QSC111 where the file cannot be read, and QSC136 where it is no result. */
export function readResult(file: string, shown: string): VerificationResult {
  const text = textOf(file, shown);
  const data = parsed(text, shown);
  const wrong = whatIsWrong(data);
  if (wrong !== undefined) throw refused(shown, wrong);
  return data as VerificationResult;
}

function textOf(file: string, shown: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found?.isFile()) throw new QuiesceError('QSC111', `${shown} (${found ? 'it is no file' : 'it is not there'})`);
  const mebibytes = Math.ceil(found.size / 2 ** 20);
  if (mebibytes > mebibytesMost) throw refused(shown, `it has ${mebibytes} MiB; ${mebibytesMost} are read at most`);
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new QuiesceError('QSC111', shown, { cause: error });
  }
}

function parsed(text: string, shown: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refused(shown, 'it is no JSON, or was cut off');
  }
}

function refused(shown: string, why: string): QuiesceError {
  return new QuiesceError('QSC136', `${shown}: ${why}`);
}
