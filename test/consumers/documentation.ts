import { assemblyIn } from './assembly';
import { Check, check } from './check';

/** What the source says of three things, as every language has to say it too: each in the compiler's words, without markup. */
export interface Documentation {
  readonly role: string;
  readonly grantEcrPush: string;
  readonly subjects: string;
}

export function documentationInTypeScript(root: string): Documentation {
  const { name, types } = assemblyIn(root);
  const role = types[`${name}.GithubOidcRole`];
  const properties = types[`${name}.GithubOidcPrincipalProps`].properties;
  return {
    role: role.docs.summary,
    grantEcrPush: memberOf(role.methods, 'grantEcrPush'),
    subjects: memberOf(properties, 'subjects'),
  };
}

function memberOf(members: readonly any[], name: string): string {
  return members.find(member => member.name === name).docs.summary;
}

/** Whether each text carries what the source says. A generator may break lines where it likes. */
export function compareDocumentation(texts: Documentation, expected: Documentation): Check {
  const keys = Object.keys(expected) as (keyof Documentation)[];
  const lost = keys.find(key => !texts[key].replace(/\s+/g, ' ').includes(expected[key]));
  return check('documentation', lost && `of '${lost}' it does not say '${expected[lost]}'`);
}
