// TLC as a process that is ours: its messages are read while they come, so that its progress is shown, its time is limited and
// Ctrl-C stops it. What was asked for is all that it may write: its own files go to a folder that is removed.

import { spawn } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { basename, delimiter, dirname, join } from 'node:path';
import { QuiesceError } from '../../engine/program/errors.js';
import { type Archive, findArchive, mavenArtifact } from '../archive.js';
import { inTemporaryFolder } from '../temporaryFolder.js';

export interface Message {
  readonly code: number;
  /** 0 and 2 say what happens, 1 is an error, 3 a warning. */
  readonly severity: number;
  readonly text: string;
}

export interface Messages {
  readonly exit: number;
  readonly messages: readonly Message[];
  /** What stands between the messages: the parser does not number what it says. */
  readonly plain: string;
  /** Of a run that dumps its states. */
  readonly dot?: string;
}

export interface TlcRun {
  readonly cfgPath: string;
  readonly tlaPath: string;
  readonly libraries?: readonly string[];
  readonly archive?: Archive;
  readonly dumpsStates?: boolean;
  /** Seconds after which it is stopped; 600 unless told. */
  readonly secondsMax?: number;
  readonly isInterrupted?: () => boolean;
  /** Told from time to time: `123,456 states generated, 7,890 distinct, 1,234 left`. */
  readonly onProgress?: (text: string) => void;
}

const messagePattern = /@!@!@STARTMSG (\d+):(\d+) @!@!@\r?\n([\s\S]*?)\r?\n?@!@!@ENDMSG \1 @!@!@/g;
const progressCode = 2200;
const lookEveryMs = 100;

/** How long TLC may take where nothing is said: whoever waits for it in CI wants an answer, or to know that there is none. */
const secondsMaxUntold = 600;

const raised = { next: 'give it longer by --limit-seconds, or the specification smaller constants' };

/** runTlc runs TLC to its end. Throws QSC301 at the limit, QSC302 when interrupted, QSC415 and QSC416 where there is no TLC. */
export async function runTlc(run: TlcRun): Promise<Messages> {
  const archive = run.archive ?? findArchive();
  return await inTemporaryFolder('tlc', async (folder) => {
    const { exit, stdout } = await finished(run, archive, folder);
    const messages = [...stdout.matchAll(messagePattern)].map(([, code, severity, text]) => ({
      code: Number(code),
      severity: Number(severity),
      text: text!,
    }));
    const plain = stdout.replace(messagePattern, '');
    const dot = run.dumpsStates ? { dot: readIfThere(join(folder, 'graph.dot')) } : {};
    return { exit, messages, plain, ...dot };
  });
}

/** `Progress(2) at 2026-11-27 09:49:37: 5 states generated (170 s/min), 3 distinct …` without times and rates. */
function withoutClock(progress: string): string {
  return progress.replace(/^Progress.*\d\d:\d\d:\d\d: /, '').replaceAll(/ \([^)]*\/min\)/g, '');
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** TLC finds a configuration only beside its module: what lies apart is brought together in a copy. */
function together(
  { cfgPath, tlaPath }: TlcRun,
  folder: string,
): { readonly cfgPath: string; readonly tlaPath: string } {
  if (dirname(cfgPath) === dirname(tlaPath)) return { cfgPath, tlaPath };
  const copied = { cfgPath: join(folder, basename(cfgPath)), tlaPath: join(folder, basename(tlaPath)) };
  copyFileSync(cfgPath, copied.cfgPath);
  copyFileSync(tlaPath, copied.tlaPath);
  return copied;
}

function finished(
  run: TlcRun,
  archive: Archive,
  folder: string,
): Promise<{ readonly exit: number; readonly stdout: string }> {
  const { libraries = [], dumpsStates, secondsMax = secondsMaxUntold, isInterrupted, onProgress } = run;
  const { cfgPath, tlaPath } = together(run, folder);
  const library = [...new Set([run.tlaPath, run.cfgPath].map((path) => dirname(path))), ...libraries].join(delimiter);
  const java = [
    '-XX:+UseSerialGC',
    `-Djava.io.tmpdir=${folder}`,
    `-DTLA-Library=${library}`,
    '-cp',
    archive.path,
    'tlc2.TLC',
  ];
  const dump = dumpsStates ? ['-dump', 'dot,actionlabels', join(folder, 'graph.dot')] : [];
  // Newer releases write a module with the trace beside the checked one, unless told; the oldest do not know the word.
  const quiet = archive.sha256 === mavenArtifact.sha256 ? [] : ['-noGenerateSpecTE'];
  const words = ['-tool', '-workers', '1', ...quiet, '-metadir', folder, '-config', cfgPath, ...dump, tlaPath];
  return new Promise((resolve, reject) => {
    const child = spawn('java', [...java, ...words], { cwd: dirname(run.tlaPath), stdio: ['ignore', 'pipe', 'pipe'] });
    const beganMs = performance.now();
    let [stdout, read] = ['', 0];
    let soFar = 'before it counted any state';
    const stopped = { why: undefined as QuiesceError | undefined };
    const stop = (why: QuiesceError) => {
      stopped.why ??= why;
      child.kill('SIGKILL');
    };
    const looking = setInterval(() => {
      if (isInterrupted?.()) stop(new QuiesceError('QSC302', 'TLC was interrupted'));
      if (performance.now() - beganMs > secondsMax * 1000)
        stop(new QuiesceError('QSC301', `TLC did not end within ${secondsMax} seconds: ${soFar}`, raised));
    }, lookEveryMs);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      const end = stdout.lastIndexOf('@!@!@ENDMSG');
      if (end <= read) return;
      const latest = [...stdout.slice(read).matchAll(messagePattern)].findLast(
        ([, code]) => Number(code) === progressCode,
      );
      read = end;
      if (!latest) return;
      const progress = latest[3]!.trim();
      soFar = withoutClock(progress);
      onProgress?.(progress);
    });
    child.stderr.resume();
    child.on('error', (error) => {
      clearInterval(looking);
      reject(new QuiesceError('QSC415', `java: ${error.message}`));
    });
    child.on('close', (code) => {
      clearInterval(looking);
      if (stopped.why) reject(stopped.why);
      else resolve({ exit: code ?? 255, stdout });
    });
  });
}
