export type Language = 'python' | 'java' | 'go' | 'csharp';

/** What a consumer gets. */
export interface Packed {
  readonly root: string; // the checkout
  readonly dist: string; // jsii-pacmak's output, dist/<target> below it
  readonly version: string; // of the package
  readonly work: string; // an empty folder for this language
  readonly cache: string; // kept between runs, never committed
}

export interface Outcome {
  readonly packageFile: string; // what was installed
  readonly packSeconds?: number;
  readonly synthSeconds?: number;
  // names: template, trust allowed, trust denied, error text, other package, types, ...
  readonly checks: readonly { readonly name: string; readonly passed: boolean; readonly detail?: string }[];
}

export interface Consumer {
  readonly language: Language;
  /** What keeps it from running here, in one line; undefined where it can run. */
  missing(packed: Packed): string | undefined;
  run(packed: Packed): Outcome;
  /** What can be checked without the toolchain or SDK. */
  checkWithout?(packed: Packed): Outcome;
}
