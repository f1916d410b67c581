import { Rule } from '../rule';

const ACCOUNT = /:iam::([0-9]{12}):oidc-provider\//;

export const providerAccountMismatch: Rule = {
  id: 'ProviderAccountMismatch',
  severity: 'error',
  summary: "A provider of another account than the role's: AWS accepts the tokens only where the provider is.",
  fix: "trust the provider of the role's own account",
  link: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-idp_oidc.html',
  dependsOn: 'place',
  ofRole: ({ trusts, account }) => trusts.flatMap(({ statement, providerArn = '' }) => {
    const there = ACCOUNT.exec(providerArn)?.[1];
    return there === undefined || account === undefined || there === account ? [] : [{
      statement: statement.name,
      message: `the role is in the account ${account}, and its provider in ${there}: '${providerArn}'`,
      fix: `trust the provider of ${account}`,
    }];
  }),
  compliant: { account: '111111111111' },
  nonCompliant: {
    account: '111111111111',
    statement: { Principal: { Federated: 'arn:aws:iam::222222222222:oidc-provider/token.actions.githubusercontent.com' } },
  },
};
