import { mayCall } from './independent-engine';

/** What a job does, in words; the call by which AWS knows it; its resource; what AWS knows of the request. */
export type Call = [what: string, action: string, resource: string, context?: Record<string, string | string[]>];

/** The words of the calls that the policies allow, by an engine that is not ours. */
export function allowedOf(policies: any[], calls: readonly Call[]): string[] {
  return calls.filter(([, action, resource, context]) => mayCall(policies, action, resource, context)).map(([what]) => what);
}

export function wordsOf(calls: readonly Call[]): string[] {
  return calls.map(([what]) => what);
}
