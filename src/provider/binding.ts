import type { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { sourceOf } from './facts';
import { isMadeHere, placementOf } from './placement';
import { isImplicit } from './registry';
import { warn } from '../checks/warning';
import { Misuse } from '../misuse';

const REMEDY = 'give the provider a stack of its own, or refer to it by GithubOidcProvider.fromAccount()';

/** Has the provider made before the role where that needs saying, and says where it cannot be said. */
export function bindToProvider(role: IConstruct, provider: iam.IOIDCProviderRef): void {
  const source = sourceOf(provider);
  const [here, there] = [placementOf(role), placementOf(source)];
  if (here.stack === there.stack || !isMadeHere(source)) {
    return;
  }
  if (here.stage !== there.stage) {
    warn(role, 'ProviderAcrossStages',
      `the provider '${provider.node.path}' is in another stage, so nothing has it deployed before this role; deploy it first, `
      + 'or, if the stages are in different accounts, give each its env or make a GithubOidcProvider in each');
  } else if (here.account !== there.account) {
    warn(role, 'ProviderAccountUnknown',
      `the provider '${provider.node.path}' is in ${accountText(there.account)}, and this role in ${accountText(here.account)}: `
      + 'the role names it by its ARN and works only if both are the same; give both stacks their env');
  } else {
    addDependency(role, provider.node.path, here.stack, there.stack);
    if (isImplicit(provider)) {
      warn(role, 'ProviderImplicitlyShared',
        `the provider '${provider.node.path}' was made by the first role that needed one, and this stack shares it: `
        + 'reordering the program moves it; give the provider a stack of its own');
    }
  }
}

function addDependency(role: IConstruct, providerPath: string, here: Stack, there: Stack): void {
  try {
    // The reason stands in the CDK's own message, should a later reference close a cycle.
    here.addStackDependency(there, `${role.node.path} trusts ${providerPath}; to break this cycle, ${REMEDY}`);
  } catch {
    throw new Misuse('ProviderDependencyCycle',
      `'${role.node.path}' trusts '${providerPath}', and stack '${there.node.path}' depends on stack '${here.node.path}' already: `
      + `neither could be deployed first; ${REMEDY}`);
  }
}

function accountText(account: string | undefined): string {
  return account === undefined ? 'an account that is known only at deployment' : `account ${account}`;
}
