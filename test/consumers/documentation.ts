import { assemblyIn } from './assembly';
import { Check, check } from './check';
import { Language } from './consumer';

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

/** What each example of the README begins with, in the language of the package that shows it. */
const BEGINNINGS: Readonly<Record<Language, string>> = {
  python: 'from aws_cdk import App', java: 'import software.amazon.awscdk.App;', go: 'app := awscdk.NewApp(nil)', csharp: 'using Amazon.CDK;',
};

/** Whether a README speaks the language of its package, in every place where the package shows it. */
export function checkTranslation(language: Language, ...readmes: readonly string[]): Check {
  const untranslated = readmes.some(readme => !readme.includes(BEGINNINGS[language]) || readme.includes('import {'));
  return check('translation', untranslated ? "the README's examples are not translated" : undefined);
}
