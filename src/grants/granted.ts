import * as iam from 'aws-cdk-lib/aws-iam';

/** A grant for a job, with what a reviewer asks of it. */
export interface Granted {
  readonly grant: iam.Grant;
  /** What the job works on, as ARNs or names. */
  readonly resources: readonly string[];
  /** The roles that the job does not assume and yet acts through. To be read late: a resource may be given another role after the grant. */
  readonly steers: readonly Steered[];
}

/** A role that does what the job says: what the role may do, the job can bring about. */
export interface Steered {
  /** Its ARN; undefined where only AWS knows it, such as the role that a service has already. */
  readonly roleArn?: string;
  /** How the job acts through it, for a reader: "deploys code that runs as it". */
  readonly how: string;
}
