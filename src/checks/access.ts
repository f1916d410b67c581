const READ = /^[^:]+:(?:BatchCheck|BatchDescribe|BatchGet|Describe|Download|Filter|Get|Head|List|Lookup|Query|Scan|Search|Select|Simulate|View)/;

/** Whether an action only reads. One that may be several counts as what it may be at most. */
export function accessOf(action: string): 'read' | 'write' {
  return READ.test(action) ? 'read' : 'write';
}
