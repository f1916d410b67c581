import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { Misuse } from '../misuse';
import { isMadeHere, placementOf } from './placement';
import { isImplicit } from './registry';
import { warn } from '../checks/warning';

const REMEDY = 'give the provider a stack of its own, or refer to it by GithubOidcProvider.fromAccount()';

/** Has the provider made before the role where that needs saying, and says where it cannot be said. */
export function bindToProvider(role: IConstruct, provider: iam.IOIDCProviderRef): void {
  const [here, there] = [placementOf(role), placementOf(provider)];
  if (here.stack === there.stack || !isMadeHere(provider)) {
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
    addDependency(role, provider);
  }
}

function addDependency(role: IConstruct, provider: IConstruct): void {
  const [here, there] = [placementOf(role).stack, placementOf(provider).stack];
  try {
    // The reason stands in the CDK's own message, should a later reference close a cycle.
    here.addStackDependency(there, `${role.node.path} trusts ${provider.node.path}; to break this cycle, ${REMEDY}`);
  } catch (error) {
    throw new Misuse('ProviderDependencyCycle',
      `'${role.node.path}' trusts '${provider.node.path}', and stack '${there.node.path}' depends on stack '${here.node.path}' already: neither could be deployed first; ${REMEDY}`);
  }
  if (isImplicit(provider)) {
    warn(role, 'ProviderImplicitlyShared',
      `the provider '${provider.node.path}' was made by the first role that needed one, and this stack shares it: reordering the program moves it; give the provider a stack of its own`);
  }
}

function accountText(account: string | undefined): string {
  return account === undefined ? 'an account that is known only at deployment' : `account ${account}`;
}
