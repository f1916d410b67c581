import { Lazy } from 'aws-cdk-lib';

let isTold = false;

/** A value that nobody knows before synthesis. */
export function late(text: string | undefined): string {
  return Lazy.uncachedString({ produce: () => isTold ? text : undefined });
}

/** Synthesis, which knows it. */
export function whenTold<T>(synthesize: () => T): T {
  isTold = true;
  try {
    return synthesize();
  } finally {
    isTold = false;
  }
}
