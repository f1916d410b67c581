import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { delimiter, join } from 'path';
import { python } from './python';

const work = mkdtempSync(join(tmpdir(), 'python-'));
const { PATH } = process.env;

afterAll(() => {
  process.env.PATH = PATH;
  rmSync(work, { recursive: true });
});

/** Some distributions' Python has the module that makes environments, and not what that needs. */
test('a Python that cannot make an environment cannot run, and that is no failure', () => {
  const bin = join(work, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'python3'), '#!/bin/sh\ncase "$*" in *--help) ;; *) echo "there is no ensurepip"; exit 1 ;; esac\n', { mode: 0o755 });
  process.env.PATH = [bin, PATH].join(delimiter);
  expect(python.missing({ root: join(__dirname, '..', '..'), dist: work, version: '0.0.0', work, cache: work })).toMatch(/ended with 1: there is no ensurepip$/);
});
